import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.ValidateOutcome;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DecimalData;
import org.javarosa.core.model.data.GeoPointData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectMultiData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;

/**
 * Fills a compiled form with random valid answers in the engine that phones run, and writes the instances.
 *
 * Arguments: form.xml, folder of its media, how many, seed, folder for the instances. The first question that is chosen
 * from a list (the village) takes the answers of that list in turn, so that every score sheet comes up.
 */
public final class FillForm {
    private static final int TRIES = 4000;
    /** Every answer is checked as it is given; the whole form once more at the end: all of the first, then each tenth. */
    private static final int ALL_OF_THE_FIRST = 200;
    private static final int[] AGES = {3, 5, 6, 15, 16, 18, 30, 31, 55, 56, 60, 61};
    private static final LocalDate FIRST_DAY = LocalDate.of(1925, 1, 1);

    private final Random random;
    private final FormEntryController controller;
    private final FormEntryModel model;
    private final int number;
    private boolean firstList = true;
    private int members = 1;

    private FillForm(FormDef form, Random random, int number) {
        this.random = random;
        this.number = number;
        this.model = new FormEntryModel(form);
        this.controller = new FormEntryController(model);
    }

    public static void main(String[] args) throws Exception {
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(aPhone());
        ReferenceManager.instance().addReferenceFactory(new MediaFolder(new File(args[1])));
        Random random = new Random(Long.parseLong(args[3]));
        for (int number = 0; number < Integer.parseInt(args[2]); number++) {
            FormDef form = XFormUtils.getFormFromFormXml(args[0], null);
            form.initialize(true, new InstanceInitializationFactory());
            new FillForm(form, random, number).fill();
            form.postProcessInstance();
            ValidateOutcome flaw = number < ALL_OF_THE_FIRST || number % 10 == 0 ? form.validate() : null;
            if (flaw != null && flaw.outcome != FormEntryController.ANSWER_OK) {
                throw new IllegalStateException("not valid at the end: " + flaw.failedPrompt.getReference());
            }
            byte[] xml = new XFormSerializingVisitor().serializeInstance(form.getInstance());
            Files.write(Path.of(args[4], number + ".xml"), xml);
        }
    }

    /** Every property (device id, user name) of this phone is one word. */
    private static IPropertyManager aPhone() {
        Class<?>[] kind = {IPropertyManager.class};
        return (IPropertyManager) Proxy.newProxyInstance(
                kind[0].getClassLoader(), kind, (self, method, args) ->
                        method.getReturnType() == String.class ? "javarosa" : null);
    }

    private void fill() {
        int wanted = 1 + random.nextInt(random.nextInt(4) == 0 ? 9 : 5);
        while (true) {
            int event = controller.stepToNextEvent();
            if (event == FormEntryController.EVENT_END_OF_FORM) {
                return;
            }
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT && members < wanted) {
                members++;
                controller.newRepeat();
            } else if (event == FormEntryController.EVENT_QUESTION) {
                answer(model.getQuestionPrompt());
            }
        }
    }

    private void answer(FormEntryPrompt prompt) {
        if (prompt.isReadOnly() || (!prompt.isRequired() && random.nextInt(3) == 0)) {
            return;
        }
        if (prompt.getControlType() == Constants.CONTROL_SELECT_ONE && !prompt.isRequired()
                && prompt.getSelectChoices().isEmpty()) {
            return;
        }
        IAnswerData before = prompt.getAnswerValue();
        if (before != null && random.nextBoolean()
                && controller.answerQuestion(before, true) == FormEntryController.ANSWER_OK) {
            return;
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (controller.answerQuestion(guess(prompt), true) == FormEntryController.ANSWER_OK) {
                return;
            }
        }
        if (!prompt.isRequired() && controller.answerQuestion(null, true) == FormEntryController.ANSWER_OK) {
            return;
        }
        throw new IllegalStateException("no valid answer found for " + model.getFormIndex().getReference());
    }

    private IAnswerData guess(FormEntryPrompt prompt) {
        switch (prompt.getControlType()) {
            case Constants.CONTROL_SELECT_ONE:
                return new SelectOneData(new Selection(choose(prompt.getSelectChoices())));
            case Constants.CONTROL_SELECT_MULTI:
                return several(prompt.getSelectChoices());
            case Constants.CONTROL_TRIGGER:
                return new StringData("OK");
            case Constants.CONTROL_IMAGE_CHOOSE:
            case Constants.CONTROL_UPLOAD:
                return new StringData(Math.abs(random.nextInt()) + ".jpg");
            default:
                return typed(prompt.getDataType());
        }
    }

    private SelectChoice choose(List<SelectChoice> choices) {
        int place = firstList ? number % choices.size() : random.nextInt(choices.size());
        firstList = false;
        return choices.get(place);
    }

    private MultipleItemsData several(List<SelectChoice> choices) {
        List<SelectChoice> mixed = new ArrayList<>(choices);
        Collections.shuffle(mixed, random);
        List<Selection> chosen = new ArrayList<>();
        for (SelectChoice choice : mixed.subList(0, 1 + random.nextInt(Math.min(mixed.size(), 6)))) {
            chosen.add(new Selection(choice));
        }
        return new SelectMultiData(chosen);
    }

    private IAnswerData typed(int type) {
        switch (type) {
            case Constants.DATATYPE_INTEGER:
                return new IntegerData(integer());
            case Constants.DATATYPE_DECIMAL:
                return new DecimalData(decimal());
            case Constants.DATATYPE_DATE:
                return new DateData(day());
            case Constants.DATATYPE_GEOPOINT:
                return new GeoPointData(new double[] {16.2 + random.nextDouble(), 107.5, 12, random.nextInt(90)});
            default:
                return new StringData(text());
        }
    }

    /** Years, amounts around the bands, and small counts: constraints keep what fits the question. */
    private int integer() {
        switch (random.nextInt(4)) {
            case 0:
                return 1925 + random.nextInt(102);
            case 1:
                return new int[] {0, 24, 25, 49, 50, 99, 100, 149, 150, 1001}[random.nextInt(10)];
            case 2:
                return random.nextInt(200);
            default:
                return random.nextBoolean() ? members : 1 + random.nextInt(8);
        }
    }

    /** Coefficients in halves; areas on the bands a head, a tenth below them, and anything. */
    private double decimal() {
        if (random.nextInt(4) == 0) {
            return (1 + random.nextInt(9)) / 2.0;
        }
        int edge = members * new int[] {8, 20, 30, 40}[random.nextInt(4)];
        return random.nextInt(3) == 0 ? (10 + random.nextInt(4000)) / 10.0 : edge - random.nextInt(2) / 10.0;
    }

    /** Any day of a long life; half of them within twenty years, where schooling is asked, some of late. */
    private Date day() {
        LocalDate today = LocalDate.now();
        LocalDate first = random.nextBoolean() ? FIRST_DAY : today.minusYears(20);
        LocalDate day = first.plusDays(random.nextInt((int) (today.toEpochDay() - first.toEpochDay()) + 1));
        if (random.nextInt(6) == 0) {
            day = today.minusYears(AGES[random.nextInt(AGES.length)]).plusDays(random.nextInt(3) - 1);
        }
        if (random.nextInt(8) == 0) {
            day = today.minusDays(random.nextInt(60));
        }
        return Date.from(day.atStartOfDay(ZoneId.systemDefault()).toInstant());
    }

    private String text() {
        String[] some = {"Nguyễn Văn Mẫu", "Trần Thị Thử Nghiệm", "037038001234", "001190004567", "164123456", "12345", "0912345678"};
        return some[random.nextInt(some.length)];
    }

    /** Answers jr://file-csv/x and jr://file/x with the file x of one folder. */
    private static final class MediaFolder implements ReferenceFactory {
        private final File folder;

        MediaFolder(File folder) {
            this.folder = folder;
        }

        @Override
        public boolean derives(String uri) {
            return uri.startsWith("jr://file-csv/") || uri.startsWith("jr://file/");
        }

        @Override
        public Reference derive(String uri) {
            return new MediaFile(uri, new File(folder, uri.substring(uri.lastIndexOf('/') + 1)));
        }

        @Override
        public Reference derive(String uri, String context) {
            return derive(uri);
        }
    }

    private static final class MediaFile implements Reference {
        private final String uri;
        private final File file;

        MediaFile(String uri, File file) {
            this.uri = uri;
            this.file = file;
        }

        @Override
        public boolean doesBinaryExist() {
            return file.exists();
        }

        @Override
        public InputStream getStream() throws java.io.IOException {
            return new FileInputStream(file);
        }

        @Override
        public String getURI() {
            return uri;
        }

        @Override
        public String getLocalURI() {
            return file.getAbsolutePath();
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }
}
