//! Tasks of Label Studio: of each only its texts are kept, whatever else it holds.

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::HashMap;
use std::fmt;

/// Most tasks of one request; Label Studio sends a thousand.
pub const MAX_TASKS: usize = 10_000;

/// Most fields of a task that are kept.
const MAX_FIELDS: usize = 64;

/// The tasks of a request, [`MAX_TASKS`] at most.
#[derive(Debug, Default)]
pub struct Tasks {
    /// The first ones.
    pub all: Vec<Task>,
    /// Whether there were more.
    pub are_too_many: bool,
}

/// One task.
#[derive(Debug, Default, Deserialize)]
pub struct Task {
    #[serde(default)]
    data: Fields,
}

impl Task {
    /// The text in a field.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.data.0.get(field).map(String::as_str)
    }
}

impl<'de> Deserialize<'de> for Tasks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Tasks;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of tasks")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut tasks: A) -> Result<Tasks, A::Error> {
                let mut out = Tasks::default();
                while out.all.len() < MAX_TASKS {
                    match tasks.next_element()? {
                        Some(task) => out.all.push(task),
                        None => return Ok(out),
                    }
                }
                while tasks.next_element::<IgnoredAny>()?.is_some() {
                    out.are_too_many = true;
                }
                Ok(out)
            }
        }
        deserializer.deserialize_seq(Each)
    }
}

/// The fields of a task that are text.
#[derive(Debug, Default)]
struct Fields(HashMap<String, String>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the data of a task")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Fields, A::Error> {
                let mut out = HashMap::new();
                while let Some(name) = fields.next_key::<String>()? {
                    if let Words(Some(words)) = fields.next_value()?
                        && out.len() < MAX_FIELDS
                    {
                        out.insert(name, words);
                    }
                }
                Ok(Fields(out))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

/// A value, kept where it is text.
struct Words(Option<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_str<E: Error>(self, words: &str) -> Result<Words, E> {
                Ok(Words(Some(words.to_owned())))
            }

            fn visit_string<E: Error>(self, words: String) -> Result<Words, E> {
                Ok(Words(Some(words)))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Words, E> {
                Ok(Words(None))
            }

            fn visit_i64<E>(self, _: i64) -> Result<Words, E> {
                Ok(Words(None))
            }

            fn visit_u64<E>(self, _: u64) -> Result<Words, E> {
                Ok(Words(None))
            }

            fn visit_f64<E>(self, _: f64) -> Result<Words, E> {
                Ok(Words(None))
            }

            fn visit_unit<E>(self) -> Result<Words, E> {
                Ok(Words(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Words, A::Error> {
                while all.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Words(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Words, A::Error> {
                while all.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Words(None))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
