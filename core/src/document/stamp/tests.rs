use super::*;

#[test]
fn times_at_the_begin() {
    for (words, rest, dated) in [
        ("12/05/2024, 14:05 - Ada", " - Ada", true),
        ("5/12/24, 2:05\u{202f}PM - Ada", " - Ada", true),
        ("20/6/2017 8:28 p.\u{a0}m. - Ada", " - Ada", true),
        ("2024-05-12T14:05:33Z Ada", " Ada", true),
        ("12.05.24, 14.05 - Ada", " - Ada", true),
        ("2024. 5. 12. 오후 2:05, Ada", ", Ada", true),
        ("12.05.2024 um 14:05 Ada", " Ada", true),
        ("٠٥/٠٣/٢٠٢٤ ٢:٠٥ م - Ada", " - Ada", true),
        ("0:07 Ada", " Ada", false),
        ("00:00:07.120 --> 00:00:09.000", "", false),
        ("00:00:05:12 - 00:00:07:01", "", false),
        ("14h05 Ada", " Ada", false),
        ("0:0:7.120 --> 0:0:9.0", "", false),
        ("0:12:7.120 Ada", " Ada", false),
    ] {
        let stamp = leading(words).unwrap_or_else(|| panic!("{words}"));
        assert_eq!((words.get(stamp.end..).unwrap_or_default(), stamp.dated), (rest, dated), "{words}");
    }
    for words in ["14.05 Ada", "1:2 Ada", "1:2:3 Ada", "12:75", "12345", "", "1.2.3", "3/4 of it", "12:30x"] {
        assert_eq!(leading(words), None, "{words}");
    }
}

#[test]
fn times_behind_a_name() {
    for line in [
        "Ada Grey  0:07",
        "Ada Grey (00:00:07):",
        "Ada Grey [00:07]",
        "Ada Grey 10:32 AM",
        "Ada Grey — Today at 10:32 AM",
        "Ada Grey, [12.05.2024 14:05]",
        "Ada Grey, [12 May 2024 at 14:05:33]:",
        "Ada Grey — 05/12/2024 10:32 a.m.",
        "Ada Grey\t0:07 - 0:11",
        "Ada Grey  1 minute 5 seconds",
        "Ada Grey  0 minutes 3 seconds0:03",
        "Ada Grey: [00:00:07]",
        "Ada Grey • 00:07",
    ] {
        let found = trailing(line).unwrap_or_else(|| panic!("{line}"));
        assert_eq!((line.get(..found.name_end).unwrap_or_default(), found.set_apart), ("Ada Grey", true), "{line}");
    }
    for line in [
        "Speaker 2  0:07",
        "Speaker 2 0:07",
        "Speaker 2 (0:07):",
        "Speaker 2 — Today at 10:32 AM",
        "Speaker 2\t0:07 - 0:11",
        "Speaker 2, [12.05.2024 14:05]",
        "Speaker 2 - 00:00:07",
    ] {
        let found = trailing(line).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(line.get(..found.name_end), Some("Speaker 2"), "{line}");
    }
    assert!(trailing("John 3:16").is_some_and(|t| !t.set_apart));
    for line in ["Ada Grey", "Clinton 1,769", "Page 3", "Route 12 (north)", "12:30", "He came at 3 p.m. or so"] {
        assert!(trailing(line).is_none(), "{line}");
    }
}
