"""Finding a person by a part of his name among 1,000,000, for an officer of a commune and for one of the province.

The baseline is one document by its id from the same collection in the same run: what any question costs.
"""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

from core.actor import Actor
from core.clock import local_day, utc_now
from core.ids import id_from
from core.mongo import Document
from registry import persons, search, words_seen
from registry import repository as registry
from registry.person_documents import document_of
from registry.rules.person import Began, Person, joined, with_number

PROVINCE = "98/"
COMMUNES, VILLAGES = 125, 8
COUNT, QUICK = 1_000_000, 100_000
_AT_ONCE = 2_000
_TIMES = 20
_THREADS = 8

FAMILIES = {"Nguyễn": 38, "Trần": 12, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Phan": 5, "Vũ": 4, "Đặng": 3, "Bùi": 3, "Đỗ": 2}
MIDDLES = ("Văn", "Văn", "Văn", "Thị", "Thị", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Xuân", "Thanh", "Kim", "Bích")
GIVEN = (
    *("An", "Ánh", "Bình", "Bưởi", "Châu", "Chi", "Cúc", "Cường", "Dung", "Đào", "Đạt", "Điệp", "Đông", "Giang", "Hà"),
    *("Hạnh", "Hậu", "Hiền", "Hoa", "Hòa", "Hồng", "Huệ", "Hùng", "Hương", "Huyền", "Khoa", "Lan", "Lành", "Liên"),
    *("Linh", "Loan", "Long", "Lộc", "Mai", "Mận", "Mỹ", "Nam", "Nga", "Nghĩa", "Nhàn", "Nhung", "Oanh", "Phong"),
    *("Phúc", "Phương", "Quân", "Quyên", "Sáu", "Sơn", "Tâm", "Thảo", "Thắng", "Thủy", "Tiến", "Trang", "Trung", "Tú"),
    *("Tuấn", "Tùng", "Tuyết", "Uyên", "Vân", "Việt", "Vinh", "Xuyến", "Yến"),
)
TYPED = ("nguyen", "nguyen thi lan", "lan", "thi", "uyen", "tran lan huong", "ngu th bu", "huong nguyen", "khong ai")


def report(*, quick: bool) -> None:
    count = QUICK if quick else COUNT
    rate = _fill(count)
    some = [one["_id"] for one in persons.collection().find({}, {"_id": 1}).limit(_TIMES)]
    base = _median(persons.find_person, some * _TIMES)
    print(f"\nBaseline: a person by his id among {count}, {base:.2f} ms ({rate:.0f} persons written a second).")
    commune = _communes()[3]
    for where, path in (("commune", commune), ("village", f"{commune}01/"), ("province", PROVINCE)):
        who = Actor("bench", frozenset({"commune_officer"}), path)
        slowest, worst = 0.0, ""
        for typed in TYPED:
            taken = _median(lambda words, who=who: search.persons(words, seen_by=who), [typed] * _TIMES)
            slowest, worst = max((slowest, worst), (taken, typed))
            print(f"search, {where:<9} “{typed}”{' ' * (16 - len(typed))} ratio {taken / base:6.1f}  ({taken:.1f} ms)")
        print(f"search, {where}: the slowest “{worst}”, ratio {slowest / base:.1f} ({slowest:.1f} ms)", flush=True)


def _median(ask: Callable[[str], object], given: list[str]) -> float:
    """Milliseconds."""
    taken = []
    for one in given:
        began = time.perf_counter()
        ask(one)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def _communes() -> list[str]:
    return [f"{PROVINCE}{number:05d}/" for number in range(COMMUNES)]


def _fill(count: int) -> float:
    """So many made-up people, four a household; how many were written a second."""
    since = local_day(utc_now())
    registry.keep_area(PROVINCE, kind="province", name="Tỉnh", valid_from=since)
    for path in _communes():
        registry.keep_area(path, kind="commune", name="Xã", valid_from=since)
        registry.keep_area(f"{path}01/", kind="village", name="Thôn", valid_from=since)
    chance, communes, now = Random(7), _communes(), utc_now()
    families = [name for name, weight in FAMILIES.items() for _ in range(weight)]
    spent, threads = 0.0, ThreadPoolExecutor(_THREADS)
    for start in range(0, count, _AT_ONCE):
        people = []
        for number in range(start, start + _AT_ONCE):
            more = [chance.choice(GIVEN)] if chance.random() < 0.3 else []
            name = " ".join([chance.choice(families), chance.choice(MIDDLES), *more, chance.choice(GIVEN)])
            village = f"{chance.choice(communes)}{chance.randrange(VILLAGES):02d}/"
            born = f"{chance.randrange(1930, 2020)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
            sex = "female" if "Thị" in name else "male"
            one = Person(id_from("bench", str(number)), name, village, now, "bench", sex=sex, birth=born)
            one = with_number(one, f"{number:012d}", on=since, source="bench")
            people.append(joined(one, f"h{number // 4}", "01", on=None, began=Began.LISTED, source="bench"))
        words_seen.learn(one.name for one in people)
        documents = [document_of(one) for one in people]
        began = time.perf_counter()
        list(threads.map(_insert, (documents[n::_THREADS] for n in range(_THREADS))))
        spent += time.perf_counter() - began
    threads.shutdown()
    return count / spent


def _insert(documents: list[Document]) -> None:
    """Several at once share the database's flushes."""
    persons.collection().insert_many(documents, ordered=False)
