//! Arabic, with the names of months and the digits that CLDR gives for `ar`. A phrase that leaves something open is a noun (`an unspecified
//! day of February`), which stands after any preposition.

use super::table::{Beside, Lead, Place, Role, Table, Unit, plain_day};

const MONTHS: [&str; 12] =
    ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];

const SEASONS: [&str; 21] = [
    "ربيع",
    "صيف",
    "خريف",
    "شتاء",
    "ربيع نصف الكرة الشمالي",
    "صيف نصف الكرة الشمالي",
    "خريف نصف الكرة الشمالي",
    "شتاء نصف الكرة الشمالي",
    "ربيع نصف الكرة الجنوبي",
    "صيف نصف الكرة الجنوبي",
    "خريف نصف الكرة الجنوبي",
    "شتاء نصف الكرة الجنوبي",
    "الربع الأول",
    "الربع الثاني",
    "الربع الثالث",
    "الربع الرابع",
    "الثلث الأول",
    "الثلث الثاني",
    "الثلث الأخير",
    "النصف الأول",
    "النصف الثاني",
];

/// The table of Arabic.
pub(super) static TABLE: Table = Table {
    months: MONTHS,
    months_governed: MONTHS,
    months_short: MONTHS,
    weekdays: [&["الاثنين", "الإثنين"], &["الثلاثاء"], &["الأربعاء"], &["الخميس"], &["الجمعة"], &["السبت"], &["الأحد"]],
    seasons: SEASONS,
    seasons_governed: SEASONS,
    season_joints: [" ", " من "],
    day: plain_day,
    year_mark: "",
    years_mark: "",
    before_christ: "{} ق.م",
    anno_domini: "{} م",
    grouping: ',',
    decade: ["عقد {}", "عقد {}", "عقد {}"],
    lead,
    time: "{}، {}",
    comma: "، ",
    or: " أو ",
    and: " و",
    some_time_in_year: "وقت غير محدد من عام {}",
    some_time_in_month: "يوم غير محدد من {}",
    some_time_in_decade: "وقت غير محدد من عقد {}",
    some_time_between: "وقت غير محدد بين {} و{}",
    some_day_of_month: "يوم غير محدد من {} إلى {} {}",
    some_day_between: "يوم غير محدد من {} إلى {}",
    some_year_in_decade: "{}، سنة غير محددة من عقد {}",
    some_year_between: "{}، سنة غير محددة من {} إلى {}",
    year_unknown: "السنة غير معروفة",
    date_unknown: "التاريخ غير معروف",
    of_unknown_year: "{}، السنة غير معروفة",
    estimate_between: "{} (تقدير، من {} إلى {})",
    estimate_to_digit: "{} (تقدير برقم معنوي واحد)",
    estimate_to_digits: "{} (تقدير، عدد الأرقام المعنوية: {})",
    doubts: [
        ["التاريخ غير مؤكد", "التاريخ تقريبي", "التاريخ تقريبي وغير مؤكد"],
        ["اليوم غير مؤكد", "اليوم تقريبي", "اليوم تقريبي وغير مؤكد"],
        ["الشهر غير مؤكد", "الشهر تقريبي", "الشهر تقريبي وغير مؤكد"],
        ["الفصل غير مؤكد", "الفصل تقريبي", "الفصل تقريبي وغير مؤكد"],
        ["السنة غير مؤكدة", "السنة تقريبية", "السنة تقريبية وغير مؤكدة"],
    ],
    unknown_date: "تاريخ غير معروف",
    start_unknown: "{}، البداية غير معروفة",
    end_unknown: "{}، النهاية غير معروفة",
    or_earlier: "{} أو قبل ذلك",
    or_later: "{} أو بعد ذلك",
    and_earlier: "{} وما قبل ذلك",
    and_later: "{} وما بعد ذلك",
    one_of: ["يوم واحد من: {}", "شهر واحد من: {}", "سنة واحدة من: {}"],
    lasting: "من {} إلى {}",
    beside: Beside {
        about: "نحو",
        since: "منذ",
        until: "حتى",
        as_of: "حتى",
        as_of_line: "حتى",
        no_date: "بلا تاريخ",
        no_date_yet: "لا تاريخ بعد",
        uncertain: "التاريخ غير مؤكد",
        day_not_given: "اليوم غير محدد",
        undated: "بلا تاريخ",
    },
};

fn lead(Place { role, about, unit, .. }: Place<'_>) -> Lead {
    let preposition = match role {
        Role::Alone => "",
        Role::Since | Role::Onward => "منذ ",
        Role::Until => "حتى ",
        Role::From => "من ",
        Role::To => "إلى ",
    };
    let year = role != Role::Alone && unit == Unit::Year;
    let article = match (about, year) {
        (false, false) => "",
        (false, true) => "عام ",
        (true, false) => "نحو ",
        (true, true) => "نحو عام ",
    };
    [preposition, article]
}
