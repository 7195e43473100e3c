//! The table of a record's fields: from its rows come the type itself, how it is read (RON, and the fast reader of
//! [`super::notation`]), how it is printed, and the version of the grammar a file that holds it needs.
//!
//! **To add a field to a record**, add its row where the type is declared (an annotation's in
//! [`super::fields`]): documentation, name, type, presence, version. The compiler then names every place that has to
//! decide about it: those that build a record and those that take one apart without `..`.
//!
//! - *presence*: `always` is written always and must be there; `kept` is written always and may be missing; `used` is
//!   written only where it [is set](super::notation::Notation::is_set) and may be missing.
//! - *version*: the first version of the grammar that has the field. A new field has the next number and is `used`: a
//!   file that holds none stays as it was, byte by byte, and an earlier build still reads it; one that holds it is written
//!   with that number, so that an earlier build says what it needs instead of losing the value.

/// Declares a record by the table of its fields. With `upgrade = f`, `f` sets right what earlier builds wrote otherwise.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $Name:ident $(, upgrade = $upgrade:path)? {
            $($(#[$doc:meta])* $field:ident: $Type:ty | $presence:ident | $since:literal)*
        }
    ) => {
        $(#[$meta])*
        pub struct $Name {
            $($(#[$doc])* pub $field: $Type,)*
        }

        impl $crate::annotation::notation::Notation for $Name {
            fn print(&self, out: &mut String) {
                out.push('(');
                let start = out.len();
                $(if $crate::annotation::table::is_printed!($presence, self.$field) {
                    if out.len() > start {
                        out.push_str(", ");
                    }
                    out.push_str(concat!(stringify!($field), ": "));
                    $crate::annotation::notation::Notation::print(&self.$field, out);
                })*
                out.push(')');
            }

            fn read(rest: &mut $crate::annotation::notation::Rest<'_>) -> Option<Self> {
                rest.eat("(")?;
                let mut first = true;
                #[allow(unused_mut, reason = "few records need an upgrade")]
                let mut record = Self {
                    $($field: if rest.name(&mut first, stringify!($field)) {
                        <$Type as $crate::annotation::notation::Notation>::read(rest)?
                    } else {
                        $crate::annotation::table::when_missing!($presence, return None)
                    },)*
                };
                rest.eat(")")?;
                $($upgrade(&mut record);)?
                Some(record)
            }

            fn version(&self) -> u32 {
                let mut version = 1;
                $(if $crate::annotation::notation::Notation::is_set(&self.$field) {
                    let own = $crate::annotation::notation::Notation::version(&self.$field);
                    version = version.max(own).max($since);
                })*
                version
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(serde::Deserialize)]
                #[serde(field_identifier)]
                #[allow(non_camel_case_types, reason = "named as the fields are")]
                enum Field { $($field),* }
                struct Fields;
                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $Name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("struct ", stringify!($Name)))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$Name, A::Error> {
                        $(let mut $field: Option<$Type> = None;)*
                        while let Some(field) = map.next_key()? {
                            match field {
                                $(Field::$field => {
                                    if $field.replace(map.next_value()?).is_some() {
                                        return Err(serde::de::Error::duplicate_field(stringify!($field)));
                                    }
                                })*
                            }
                        }
                        #[allow(unused_mut, reason = "few records need an upgrade")]
                        let mut record = $Name {
                            $($field: match $field {
                                Some(value) => value,
                                None => $crate::annotation::table::when_missing!(
                                    $presence,
                                    return Err(serde::de::Error::missing_field(stringify!($field)))
                                ),
                            },)*
                        };
                        $($upgrade(&mut record);)?
                        Ok(record)
                    }
                }
                const NAMES: &[&str] = &[$(stringify!($field)),*];
                deserializer.deserialize_struct(stringify!($Name), NAMES, Fields)
            }
        }
    };
}

/// Whether a field of this presence is written.
macro_rules! is_printed {
    (always, $value:expr) => {
        true
    };
    (kept, $value:expr) => {
        true
    };
    (used, $value:expr) => {
        $crate::annotation::notation::Notation::is_set(&$value)
    };
}

/// The value of a field that is not there, or what to do without one.
macro_rules! when_missing {
    (always, $otherwise:expr) => {
        $otherwise
    };
    (kept, $otherwise:expr) => {
        Default::default()
    };
    (used, $otherwise:expr) => {
        Default::default()
    };
}

pub(crate) use {is_printed, record, when_missing};

#[cfg(test)]
mod tests {
    use crate::annotation::notation::{self, Notation as _};

    record! {
        /// A record as a later build may have it: `mood` is of the second version of the grammar.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Later {
            /// As today.
            id: String | always | 1
            /// As today.
            note: Option<String> | used | 1
            /// New.
            mood: Option<String> | used | 2
        }
    }

    fn print(record: &Later) -> String {
        let mut out = String::new();
        record.print(&mut out);
        out
    }

    #[test]
    fn a_new_field_raises_the_version_only_where_it_is_used() {
        let plain = Later { id: "a".into(), note: Some("n".into()), mood: None };
        assert_eq!((print(&plain).as_str(), plain.version()), ("(id: \"a\", note: \"n\")", 1));
        let new = Later { mood: Some("dry".into()), ..plain.clone() };
        assert_eq!((print(&new).as_str(), new.version()), ("(id: \"a\", note: \"n\", mood: \"dry\")", 2));
        assert_eq!((vec![plain.clone(), new.clone()].version(), vec![plain.clone()].version()), (2, 1));
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        for record in [plain, new] {
            let printed = print(&record);
            assert_eq!(notation::read::<Later>(&printed).as_ref(), Some(&record));
            assert_eq!(options.from_str::<Later>(&printed).as_ref(), Ok(&record));
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let read = |text: &str| ron::from_str::<Later>(text).unwrap_err().to_string();
        assert!(read("(note: Some(\"n\"))").contains("missing"), "{}", read("(note: Some(\"n\"))"));
        assert!(read("(id: \"a\", id: \"b\")").contains("uplicate"), "{}", read("(id: \"a\", id: \"b\")"));
        assert!(read("(id: \"a\", nite: \"b\")").contains("nite"), "{}", read("(id: \"a\", nite: \"b\")"));
    }
}
