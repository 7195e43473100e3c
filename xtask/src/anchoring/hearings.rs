//! Hearings in which the same answers are given again and again, and what an editor does to one of them.

use super::{Article, Letter, Quote, edit_word, new_words, throw};
use crate::dice::Dice;
use std::ops::Range;

/// What is done to an answer.
pub const KINDS: [&str; 5] =
    ["edited word", "deleted answer", "swapped answers", "inserted copy", "copy beside edited"];

const QUESTIONS: [&str; 9] = [
    "Were you on the quay that night?",
    "Did you see the lamp?",
    "And was it lit?",
    "Who else was there?",
    "Did you tell anybody?",
    "What did the harbour master say to you then?",
    "Is that your signature?",
    "And after that?",
    "Do you remember the date?",
];
const ANSWERS: [&str; 9] = [
    "Yes, I did.",
    "No.",
    "Yes, sir.",
    "I do not remember.",
    "No, I did not see anybody there.",
    "Yes, that is my signature.",
    "Objection. That has been asked and answered.",
    "I went home, as I have told the court before, and I stayed there until the morning.",
    "Not that I know of.",
];
const VOICES: [&str; 4] = ["MS. REED", "MR. LIND", "DR. ASHE", "THE WITNESS"];

/// A hearing of ten to sixty questions; its quotations are the answers.
pub fn hearing(dice: &mut Dice) -> Article {
    let mut text = String::from("The hearing began at ten.\n\n");
    let mut quotes = Vec::new();
    let letters = |s: &str| s.chars().count() as u32;
    let mut voice = VOICES[throw(dice, VOICES.len())];
    let named = throw(dice, 2) == 0;
    for _ in 0..10 + throw(dice, 50) {
        if throw(dice, 8) == 0 {
            voice = VOICES[throw(dice, VOICES.len())];
        }
        let (asks, answers) = if named { ("MR. OAK: ", format!("{voice}: ")) } else { ("Q. ", "A. ".to_owned()) };
        let question = QUESTIONS[throw(dice, QUESTIONS.len())];
        for part in [asks, question, "\n\n", &answers] {
            text.push_str(part);
        }
        let answer = ANSWERS[throw(dice, ANSWERS.len())];
        let start = letters(&text);
        text.push_str(answer);
        quotes.push(Quote { start, end: start + letters(answer) });
        text.push_str("\n\n");
    }
    Article { text, quotes }
}

fn range(quote: &Quote) -> Range<usize> {
    quote.start as usize..quote.end as usize
}

/// The letters after something was done to the answer `at`.
pub fn edit(kind: &str, article: &Article, mut letters: Vec<Letter>, at: usize, dice: &mut Dice) -> Vec<Letter> {
    let own = range(&article.quotes[at]);
    match kind {
        "copy beside edited" => {
            // The answer once more as a turn directly in front of or behind the own one, which is edited.
            let copy: Vec<Letter> = letters[own.clone()].iter().map(|(c, _)| (*c, None)).collect();
            let voice = ["MR. OAK: ", "MS. REED: ", "A. ", ""][throw(dice, 4)];
            let own_turn = (0..own.start).rev().find(|i| letters[*i].0 == '\n').map_or(0, |i| i + 1);
            if throw(dice, 2) == 0 {
                let turn = [new_words(voice), copy, new_words("\n\n")].concat();
                edit_word(&mut letters, own, dice);
                letters.splice(own_turn..own_turn, turn);
            } else {
                let turn = [new_words("\n\n"), new_words(voice), copy].concat();
                letters.splice(own.end..own.end, turn);
                edit_word(&mut letters, own, dice);
            }
        }
        "edited word" => {
            let words: Vec<usize> = own.clone().filter(|i| letters[*i].0 == ' ').collect();
            let place = if words.is_empty() { own.end - 1 } else { words[throw(dice, words.len())] };
            let new = [" certainly", " really", " indeed", " then"][throw(dice, 4)];
            letters.splice(place..place, new_words(new));
        }
        "deleted answer" => {
            letters.drain(own);
        }
        "swapped answers" => {
            let other = range(&article.quotes[throw(dice, article.quotes.len())]);
            let (first, second) = if own.start < other.start { (own, other) } else { (other, own) };
            if first.end <= second.start {
                let (a, b) = (letters[first.clone()].to_vec(), letters[second.clone()].to_vec());
                // The same words exchanged are the text as it was.
                if a.iter().map(|l| l.0).ne(b.iter().map(|l| l.0)) {
                    letters.splice(second, a);
                    letters.splice(first, b);
                }
            }
        }
        _ => {
            // The answer once more, behind another question; in half of the hearings the own one is edited as well.
            let copy: Vec<Letter> = letters[own.clone()].iter().map(|(c, _)| (*c, None)).collect();
            let quote = &article.quotes[throw(dice, article.quotes.len())];
            let place = quote.end as usize;
            let mut turn = new_words("\n\nMR. OAK: I ask you once more.\n\nMS. REED: ");
            turn.extend(copy);
            if throw(dice, 2) == 0 {
                let within =
                    letters[own.clone()].iter().position(|l| l.0 == ' ').map_or(own.end - 1, |i| own.start + i);
                let place = if place > within { place + " surely".len() } else { place };
                letters.splice(within..within, new_words(" surely"));
                letters.splice(place..place, turn);
            } else {
                letters.splice(place..place, turn);
            }
        }
    }
    letters
}
