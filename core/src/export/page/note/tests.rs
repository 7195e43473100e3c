use super::*;
use proptest::prelude::*;

const ADA: &str = "0197a000-0000-7000-8000-000000000001";
const BO: &str = "0197a000-0000-7000-8000-000000000002";

fn block(ids: &[&str]) -> NoteBlock {
    let entries = ids.iter().map(|id| ((*id).to_owned(), vec!["**Ada**".to_owned(), String::new(), format!("> {id}")]));
    NoteBlock { name: "a.txt".to_owned(), head: "**Title**".to_owned(), entries: entries.collect() }
}

fn written(ids: &[&str], note: &str) -> String {
    block(ids).written_into(note).unwrap()
}

#[test]
fn a_note_without_a_block_gets_one_behind_everything() {
    for (note, before) in [("", ""), ("\u{feff}", "\u{feff}"), ("# Mine", "# Mine\n\n"), ("a\r\nb", "a\r\nb\r\n\r\n")] {
        let out = written(&[ADA], note);
        assert!(out.starts_with(&format!("{before}<!-- sayso: begin a.txt -->")), "{out:?}");
        assert_eq!(out.contains("\r\n**Title**\r\n"), note.contains('\r'), "{out:?}");
        assert_eq!(written(&[ADA], &out), out);
    }
    assert_eq!(
        written(&[ADA], ""),
        format!(
            "<!-- sayso: begin a.txt -->\n**Title**\n\n<!-- sayso: {ADA} -->\n**Ada**\n\n> {ADA}\n\n^sayso-{ADA}\n\n<!-- sayso: end a.txt -->\n"
        )
    );
}

#[test]
fn what_people_write_below_an_entry_stays_with_it() {
    let note = written(&[ADA, BO], "before\n");
    let note = note.replace(&format!("^sayso-{ADA}\n"), &format!("^sayso-{ADA}\n- [ ] ask her  \n\n\tmine\n"));
    let note = note.replace("**Title**\n", "**Title**\n\nabove all\n") + "behind, no end";
    let turned = written(&[BO, ADA], &note);
    let (bo, ada) = turned.split_once(&format!("^sayso-{BO}")).unwrap();
    assert!(
        bo.contains("\n\nabove all\n") && ada.contains(&format!("^sayso-{ADA}\n\n- [ ] ask her  \n\n\tmine\n\n")),
        "{turned}"
    );
    assert!(turned.starts_with("before\n") && turned.ends_with("-->\nbehind, no end"));
    // Its record is gone: what was written below is not, nor what it was about. It comes back with the record.
    let gone = written(&[BO], &turned);
    let (_, kept) = gone.split_once("<!-- sayso: gone -->\n**No longer there**\n").unwrap();
    assert!(kept.contains(&format!("> {ADA}\n\n^sayso-{ADA}\n\n- [ ] ask her  \n")), "{gone}");
    assert_eq!(written(&[BO], &gone), gone);
    assert_eq!(written(&[BO, ADA], &gone), turned);
    // Where nothing was written nothing is kept.
    assert!(!written(&[ADA], &note).contains(BO));
}

#[test]
fn marks_that_cannot_be_understood_are_told_with_their_lines() {
    let refused = |note: &str| block(&[ADA]).written_into(note).unwrap_err().to_string();
    let begin = "<!-- sayso: begin a.txt -->";
    let end = "<!-- sayso: end a.txt -->";
    assert!(refused(&format!("x\n{begin}\n")).contains("begins in line 2 has no end: put “<!-- sayso: end a.txt -->”"));
    assert!(refused(&format!("{begin}\n{end}\n\n{begin}\n{end}")).contains("in line 1 and in line 4"));
    assert!(refused(&format!("{begin}\n<!-- sayso: begin b.txt -->\n{end}")).contains("begins in line 1 has no end"));
    assert!(refused(&format!("\n\n{end}")).contains("line 3 ends a block"));
    assert!(
        refused(&format!("{begin}\n\n<!-- sayso: {ADA} -->\nwords\n{end}"))
            .contains("in line 3 has lost its last line")
    );
    // Blocks of others are left alone, if they can be understood.
    let other = "<!-- sayso: begin b.txt -->\nx\n<!-- sayso: end b.txt -->\n";
    assert!(written(&[ADA], other).starts_with(other));
    assert!(refused("a\n```\nb\n").contains("code that begins in line 2"));
    assert!(refused(&format!("{begin}\n~~~\n{end}\n")).contains("code that begins in line 2"));
    // In code a mark is none, nor is another comment.
    let code = format!("```md\n{begin}\n```\n<!-- sayso: is nice -->\n~~~\n{end}\n~~~\n");
    assert!(written(&[ADA], &code).starts_with(&code));
}

proptest! {
    #[test]
    fn twice_is_once_and_nothing_of_theirs_is_lost(
        mut parts in prop::collection::vec("(.{0,12}|- \\[ \\] [a-z]{1,5}|> [a-z]{1,9}|\\^sayso-x|```| *)\r?\n", 0..9),
        end in "[a-z]{0,4}",
        ids in prop::sample::subsequence(vec![ADA, BO], 0..=2),
        later in prop::sample::subsequence(vec![ADA, BO], 0..=2),
        place in any::<prop::sample::Index>(),
    ) {
        parts.push(end);
        let note = parts.concat();
        let Ok(first) = block(&ids).written_into(&note) else {
            prop_assert!(note.contains("```"), "only an open block of code is refused");
            return Ok(());
        };
        prop_assert!(first.starts_with(&note));
        prop_assert_eq!(&written(&ids, &first), &first);
        // A paragraph of theirs between two lines of the block, below an entry or the head.
        let lines: Vec<&str> = first.split_inclusive('\n').collect();
        let below = |line: &&str| line.starts_with(NAME) || line.starts_with("**Title**");
        let places: Vec<usize> = lines.iter().enumerate().filter(|(n, l)| below(l) && *n >= parts.len() - 1).map(|(n, _)| n + 1).collect();
        if let Some(at) = (!places.is_empty()).then(|| places[place.index(places.len())]) {
            let edited = lines[..at].concat() + "\nthis is theirs\n" + &lines[at..].concat();
            if let Ok(again) = block(&later).written_into(&edited) {
                prop_assert!(again.starts_with(&note) && again.contains("\nthis is theirs\n"), "{}", again);
                prop_assert_eq!(&written(&later, &again), &again);
            }
        }
    }
}
