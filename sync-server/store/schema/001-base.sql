-- Registry of stations. A station is what an administrator made a slot for; its certificate comes later.
create table station (
  station_id  text primary key,
  role        text not null check (role in ('checkpoint', 'sampling', 'room')),
  site_id     text not null,
  site_name   text not null,
  lane_id     text,
  lane_name   text not null,
  created_at  timestamptz not null default now(),
  revoked_at  timestamptz
);

-- Certificates issued to a station; the registry, not a date, decides trust.
create table station_certificate (
  fingerprint      text primary key,           -- SHA-256 of the DER, lower-case hex
  station_id       text not null references station,
  public_key_hash  text not null,              -- SHA-256 of the SPKI, lower-case hex
  certificate_pem  text not null,
  issued_at        timestamptz not null default now(),
  revoked_at       timestamptz
);
create index on station_certificate (station_id);

-- One-time codes: the first 4 signs find the row, the other 8 are the secret, stored hashed.
create table invitation (
  locator                 text primary key,
  station_id              text not null references station,
  secret_hash             bytea not null,
  expires_at              timestamptz not null,
  tries_left              integer not null,
  -- set by the first success: the same code with the same key gets the same certificate again
  used_public_key_hash    text,
  certificate_fingerprint text references station_certificate
);

-- The centre's mark of each stream and epoch. Locking this row is the de-duplication.
create table stream_cursor (
  station_id  text not null references station,
  stream      text not null check (stream in ('ev', 'tm')),
  epoch       text not null,
  epoch_order integer not null,
  hw          bigint not null,
  hw_hash     text,
  updated_at  timestamptz not null default now(),
  primary key (station_id, stream, epoch)
);

-- Events by the centre's receive day: a station's clock must not choose a partition.
create table event (
  received_day date not null,
  received_at  timestamptz not null,
  station_id   text not null,
  epoch        text not null,
  seq          bigint not null,
  event_id     uuid not null,
  type         text not null,
  wall_time    timestamptz not null,
  hash         text not null,
  header       jsonb not null,
  sealed       bytea not null                   -- salt and body, AES-256-GCM, AAD = event id
) partition by range (received_day);
create index event_position on event (station_id, epoch, seq);

-- Rows that could not be taken, with the reason; they count as delivered and can be replayed.
create table quarantine (
  id          bigint generated always as identity primary key,
  station_id  text not null,
  stream      text not null,
  epoch       text not null,
  seq         bigint not null,
  reason      text not null,
  received_at timestamptz not null default now(),
  sealed      bytea not null                    -- the row as it came
);
create index quarantine_position on quarantine (station_id, stream, epoch, seq);

-- Scans as the board shows them; the code is masked, the full text lies sealed in event.
create table scan (
  event_id    uuid not null,
  station_id  text not null,
  wall_time   timestamptz not null,
  received_at timestamptz not null,
  masked_tail text not null,
  symbology   text,
  source      text not null,
  mode        text not null,
  voided      boolean not null default false
);
create index scan_received on scan (received_at desc);
create index scan_event on scan (event_id);

-- Scans of a day (of the scan's wall time in the centre's time zone) by station.
create table scan_count (
  day        date not null,
  station_id text not null,
  scans      bigint not null,
  primary key (day, station_id)
);

-- What each station last said of itself, or its will said for it.
create table station_state (
  station_id       text primary key references station,
  online           boolean not null,
  session          text not null,
  reported_at      timestamptz,
  received_at      timestamptz not null,
  role             text not null,
  software_version text not null,
  unsent           bigint,
  oldest_unsent_at timestamptz,
  devices          jsonb not null,
  store_ok         boolean not null
);

-- What a person should look at: a digest that differs, a clone, a foreign topic.
create table alarm (
  id         bigint generated always as identity primary key,
  raised_at  timestamptz not null default now(),
  station_id text,
  kind       text not null,
  detail     jsonb not null default '{}'
);
create index alarm_of_station on alarm (station_id, kind, raised_at);

-- One-time sign-in links and the sessions they opened; tokens are stored hashed.
create table sign_in_link (
  token_hash bytea primary key,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create table web_session (
  token_hash bytea primary key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
