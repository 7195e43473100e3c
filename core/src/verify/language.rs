//! Whether a quotation is in a language whose guards are not known, in an article that is in English.

use super::asked::Asked;
use super::en;
use super::word_list::WordList;
use whatlang::{Lang, Script};

/// Fewest words from which a language is told; a name or a phrase is none.
const MIN_WORDS: usize = 5;
/// Fewest words of grammar of other languages.
const MIN_GRAMMAR: usize = 2;
/// One word in so many is one at the least.
const ONE_IN: usize = 4;

/// Small words of other languages in Latin letters. Some are words of English too, which is why two are needed.
const GRAMMAR: WordList = WordList::new(
    "le la les des du une et est sont que qui ne pas dans pour sur avec nous vous ils elle avons avez ont cette ces \
    notre au aux mais deux en un il je ce se sa son plus y der das und nicht ist sind ein eine einen einem zu den dem mit von wir \
    haben hat sie ich im auf auch er es für wird werden el los las que no una con para por hemos han esta este pero muy más del su \
    al lo en dos gli di che non per abbiamo hanno questo questa sono della nel negli degli della più i os uma não com são dos mas \
    het een van niet zijn met voor wij hebben maar ook det och inte som att vi har på är en ett den og ikke til av",
);

/// Whether words are in another language: in another script, or with more of another grammar than of that of English. O(words).
pub fn is_foreign(words: &str, asked: &Asked) -> bool {
    if asked.words.len() < MIN_WORDS {
        return false;
    }
    let is_english = |key: &str| en::is_stop_word(key) || en::guard(key, false).is_some();
    let count =
        |is: &dyn Fn(&str) -> bool| asked.words.iter().filter(|w| !w.key.starts_with('#') && is(&w.form)).count();
    let english = count(&|form| is_english(form) && !is_other(form));
    let other = count(&is_other);
    whatlang::detect(words).filter(|told| told.lang() != Lang::Eng).is_some_and(|told| {
        let is_plain = other >= MIN_GRAMMAR && other * ONE_IN >= asked.words.len() && english < other;
        told.script() != Script::Latin || is_plain
    })
}

fn is_other(word: &str) -> bool {
    GRAMMAR.has(word)
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::words_of;
    use super::*;

    #[test]
    fn a_language_is_told_of_a_sentence_and_not_of_a_phrase() {
        let foreign = |words: &str| is_foreign(words, &Asked::new(words_of(words)));
        for words in [
            "Nous avons perdu vingt clients en deux ans",
            "Wir haben im letzten Jahr zwanzig Kunden verloren",
            "Das ist nicht gut für die Stadt",
            "Hemos perdido veinte clientes en dos años",
            "Abbiamo perso venti clienti negli ultimi anni",
            "Мы потеряли двадцать клиентов за два года",
        ] {
            assert!(foreign(words), "{words}");
        }
        for words in [
            "Twelve posts will go before Christmas comes",
            "The joie de vivre of the county paid for the repair",
            "coup de théâtre",
            "Jean-Luc Picard, Claire Vasseur-Noiret, José Núñez and Björn Ødegård left",
            "Dogs bark, cats purr, horses neigh loudly",
            "Costs rose sharply, wages fell badly behind inflation",
            "Ships carry grain, coal, timber, wool, slate, salt",
            "Big trees fell",
        ] {
            assert!(!foreign(words), "{words}");
        }
    }
}
