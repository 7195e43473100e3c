use super::*;

fn words(query: &FindQuery) -> Vec<&str> {
    query.parts.iter().map(|part| part.text.as_str()).collect()
}

#[test]
fn a_line_is_taken_apart() {
    let q = FindQuery::parse(" total confidence  @lindqvist #claim rating:false in:quotes since:2026 until:2026-02")
        .unwrap();
    assert_eq!(words(&q), ["total confidence"]);
    assert_eq!((q.by.as_slice(), q.labels.as_slice()), (&["lindqvist".to_owned()][..], &["claim".to_owned()][..]));
    assert_eq!((q.ratings.as_slice(), q.within), (&["false".to_owned()][..], Within::Quotes));
    assert_eq!(q.since, Some("2026-01-01".parse().unwrap()));
    assert_eq!(q.until, Some("2026-02-28".parse().unwrap()));
    assert_eq!(words(&FindQuery::parse("\"we will\" vote monday").unwrap()), ["we will", "vote monday"]);
    let near = FindQuery::parse("near:3 vote monday").unwrap();
    assert_eq!((words(&near), near.near), (vec!["vote", "monday"], 3));
    let regex = FindQuery::parse("/bonus(es)? a/ @lind").unwrap();
    assert!(regex.parts[0].regex && words(&regex) == ["bonus(es)? a"] && regex.by.len() == 1);
    assert_eq!(words(&FindQuery::parse("and/or a@b # \"open").unwrap()), ["and/or a@b # \"open"]);
    let folder = FindQuery::parse("a in:letters =false").unwrap();
    assert_eq!(
        (folder.folders.as_slice(), folder.ratings.as_slice()),
        (&["letters".to_owned()][..], &["false".to_owned()][..])
    );
    for (path, is_in) in
        [("letters/a.txt", true), ("x/letters/b/a.txt", true), ("letters.txt", false), ("old-letters/a", false)]
    {
        assert_eq!(folder.is_in_folder(path), is_in, "{path}");
    }
    for bad in ["since:yesterday", "near:x a"] {
        assert!(FindQuery::parse(bad).is_err(), "{bad}");
    }
    assert!(FindQuery::parse("  ").unwrap().is_empty() && !FindQuery::parse("in:claims").unwrap().is_empty());
}

#[test]
fn a_plan_is_the_documents_that_have_all() {
    let has = |lookup: &Lookup| -> Result<BTreeSet<u32>, ()> {
        Ok(match lookup.letters.as_str() {
            "bonus" => [1, 2, 3].into(),
            "lind" => [2, 4].into(),
            "yusuf" => [3].into(),
            _ => BTreeSet::new(),
        })
    };
    let ask = |line: &str| FindQuery::parse(line).unwrap().plan().documents(has).unwrap();
    assert_eq!(ask("bonus"), Some([1, 2, 3].into()));
    assert_eq!(ask("bonus @lind @yusuf"), Some([2, 3].into()), "one of the speakers");
    assert_eq!(ask("bonus @lind-nobody"), Some(BTreeSet::new()), "all words of a name");
    assert_eq!(ask("/b.nus/"), None);
}

#[test]
fn a_document_that_carries_a_quotation_holds_its_rarest_words() {
    let words = ["lobster", "bonus", "harbour", "people"];
    let asked =
        FindQuery { same_as: Some("The harbour people paid a lobster bonus".to_owned()), ..FindQuery::default() };
    let has = |lookup: &Lookup| -> Result<BTreeSet<u32>, ()> {
        assert_eq!(lookup.fit, Fit::Whole);
        Ok(match words.iter().position(|word| *word == lookup.letters) {
            // The source, a copy, one with two of them, one with a common word alone.
            Some(0) => [1, 2].into(),
            Some(1 | 2) => [1, 2, 3].into(),
            Some(3) => (1..9).collect(),
            _ => BTreeSet::new(),
        })
    };
    assert_eq!(asked.plan().documents(has).unwrap(), Some([1, 2, 3].into()));
}

#[test]
fn days_bound_documents_that_have_one() {
    let q = FindQuery::parse("a since:2026-03 until:2026-03").unwrap();
    let of = |day: &str| q.is_of_time(Some(day.parse().unwrap()));
    assert!(of("2026-03-01") && of("2026-03-31") && !of("2026-04-01") && !of("2026-02-28") && !q.is_of_time(None));
    assert!(FindQuery::default().is_of_time(None));
}
