import java.io.File;
import java.io.FileInputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.ValidateOutcome;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;

/**
 * Opens filled instances as a phone opens a draft, works everything out anew, validates, and writes them again.
 *
 * Arguments: form.xml, folder of its media, folder of instances, folder for the result. An instance that is not valid
 * leaves a .txt with the question that fails.
 */
public final class OpenInstances {
    public static void main(String[] args) throws Exception {
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(nothingIn(IPropertyManager.class));
        ReferenceManager.instance().addReferenceFactory(mediaIn(new File(args[1])));
        for (File file : new File(args[2]).listFiles()) {
            Path blank = Path.of(args[0]);
            FormDef form = new XFormParser(Files.newBufferedReader(blank), Files.newBufferedReader(file.toPath())).parse();
            form.initialize(false, new InstanceInitializationFactory());
            ValidateOutcome flaw = form.validate();
            if (flaw != null && flaw.outcome != FormEntryController.ANSWER_OK) {
                Files.writeString(Path.of(args[3], file.getName() + ".txt"), "" + flaw.failedPrompt.getReference());
            } else {
                byte[] xml = new XFormSerializingVisitor().serializeInstance(form.getInstance());
                Files.write(Path.of(args[3], file.getName()), xml);
            }
        }
    }

    /** Answers jr://file-csv/x and jr://file/x with the file x of one folder. */
    private static ReferenceFactory mediaIn(File folder) {
        return proxy(ReferenceFactory.class, (method, values) -> {
            String uri = (String) values[0];
            return method.equals("derives") ? (Object) uri.startsWith("jr://file") : media(folder, uri);
        });
    }

    private static Reference media(File folder, String uri) {
        File file = new File(folder, uri.substring(uri.lastIndexOf('/') + 1));
        return proxy(Reference.class, (method, values) -> switch (method) {
            case "doesBinaryExist" -> file.exists();
            case "getStream" -> new FileInputStream(file);
            case "getURI" -> uri;
            case "getLocalURI" -> file.getAbsolutePath();
            case "isReadOnly" -> true;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static <T> T nothingIn(Class<T> kind) {
        return proxy(kind, (method, values) -> null);
    }

    private interface Answerer {
        Object answer(String method, Object[] values) throws Exception;
    }

    private static <T> T proxy(Class<T> kind, Answerer answerer) {
        return kind.cast(Proxy.newProxyInstance(
                kind.getClassLoader(), new Class<?>[] {kind},
                (self, method, values) -> switch (method.getName()) {
                    case "equals" -> self == values[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> answerer.answer(method.getName(), values);
                }));
    }
}
