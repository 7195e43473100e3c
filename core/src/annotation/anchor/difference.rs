//! Which words of two versions of a sentence differ.

/// Most words of each version that are compared; what follows counts as changed.
const MAX_WORDS: usize = 200;

/// A word and whether the other version lacks it there.
pub type ComparedWord<'a> = (&'a str, bool);

/// The words of both versions, each with whether it is changed: what is not on the longest common sequence of words,
/// letters and quotation marks folded as anchoring folds them. O(words · words), bounded.
pub fn compare_words<'a>(old: &'a str, new: &'a str) -> (Vec<ComparedWord<'a>>, Vec<ComparedWord<'a>>) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let folded =
        |words: &[&str]| -> Vec<String> { words.iter().take(MAX_WORDS).map(|w| super::folded::fold(w)).collect() };
    let (a, b) = (folded(&old), folded(&new));
    let columns = b.len() + 1;
    // How long the longest common sequence of the rest of both is, from each pair of words on.
    let mut lengths = vec![0u16; (a.len() + 1) * columns];
    let at = |lengths: &[u16], i: usize, j: usize| lengths.get(i * columns + j).copied().unwrap_or(0);
    for (i, left) in a.iter().enumerate().rev() {
        for (j, right) in b.iter().enumerate().rev() {
            let longest = if left == right {
                at(&lengths, i + 1, j + 1) + 1
            } else {
                at(&lengths, i + 1, j).max(at(&lengths, i, j + 1))
            };
            if let Some(cell) = lengths.get_mut(i * columns + j) {
                *cell = longest;
            }
        }
    }
    let (mut was, mut is) = (vec![true; old.len()], vec![true; new.len()]);
    let (mut i, mut j) = (0, 0);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        if left == right {
            was.iter_mut().skip(i).take(1).for_each(|changed| *changed = false);
            is.iter_mut().skip(j).take(1).for_each(|changed| *changed = false);
            (i, j) = (i + 1, j + 1);
        } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    (old.into_iter().zip(was).collect(), new.into_iter().zip(is).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn changed<'a>(words: &[ComparedWord<'a>]) -> Vec<&'a str> {
        words.iter().filter(|w| w.1).map(|w| w.0).collect()
    }

    #[test]
    fn what_was_exchanged_added_and_taken_out() {
        let (old, new) = compare_words("“We never agreed to this plan,”", "\"We never ever agreed to that,\"");
        assert_eq!(changed(&old), ["this", "plan,”"]);
        assert_eq!(changed(&new), ["ever", "that,\""]);
    }

    proptest! {
        #[test]
        fn the_words_that_stay_are_the_same_in_both(a in "[ab c]{0,30}", b in "[ab c]{0,30}") {
            let (old, new) = compare_words(&a, &b);
            let kept = |words: &[ComparedWord<'_>]| words.iter().filter(|w| !w.1).map(|w| w.0.to_owned()).collect::<Vec<_>>();
            prop_assert_eq!(kept(&old), kept(&new));
            prop_assert_eq!(changed(&compare_words(&a, &a).0).len(), 0);
        }
    }
}
