-- A value sealed under each key when the database was new: a wrong key is noticed before it seals anything.
create table key_check (
  purpose text primary key,
  sealed  bytea not null
);
