-- Tubes as their stations told of them; who is bound in them lies sealed in event.
create table tube (
  station_id  text not null,
  tube_id     uuid not null,                    -- event id of tube.opened
  tube_code   text not null,
  capacity    integer not null,
  state       text not null check (state in ('open', 'sealed', 'quarantined', 'voided')),
  members     integer not null,
  swabs       integer,
  opened_at   timestamptz,                      -- the station's clock; null when that event is not here
  closed_at   timestamptz,                      -- the station's clock
  received_at timestamptz not null,             -- the centre's clock at the newest news of it
  mode        text not null,
  primary key (station_id, tube_id)
);
create index tube_received on tube (received_at desc);

-- Tubes sealed or quarantined on a day (of the closing's wall time in the centre's time zone).
create table tube_count (
  day        date not null,
  station_id text not null,
  tubes      bigint not null,
  people     bigint not null,
  primary key (day, station_id)
);

-- Patrol points that somebody stood at.
create table patrol_check (
  event_id    uuid not null,
  station_id  text not null,
  point_code  text not null,
  point_name  text not null,
  wall_time   timestamptz not null,
  received_at timestamptz not null,
  note        text,                             -- what was abnormal
  voided      boolean not null default false,
  mode        text not null,
  primary key (station_id, event_id)
);
create index patrol_check_received on patrol_check (received_at desc);

-- Telemetry: one row a scrape with its values in the order of the kind's metrics.
create table scrape (
  received_day date not null,
  received_at  timestamptz not null,
  station_id   text not null,
  epoch        text not null,
  seq          bigint not null,
  device_id    text not null,
  kind         text not null,
  wall_time    timestamptz not null,
  values       double precision[] not null,
  span         jsonb                            -- where a station put rows together to save room
) partition by range (received_day);
create index scrape_of_device on scrape (station_id, device_id, wall_time);

-- The newest scrape of each device, by the order in which it came.
create table latest_scrape (
  station_id  text not null,
  device_id   text not null,
  kind        text not null,
  values      double precision[] not null,
  wall_time   timestamptz not null,             -- the station's, put right by what it knew of our clock
  received_at timestamptz not null,
  primary key (station_id, device_id)
);

-- Where each quantity stands against its limits, as its station last said.
create table threshold_state (
  station_id  text not null,
  device_id   text not null,
  metric      text not null,
  state       text not null check (state in ('above', 'below', 'within')),
  limit_value double precision not null,
  value       double precision not null,
  since       timestamptz not null,             -- the station's, put right by what it knew of our clock
  received_at timestamptz not null,
  primary key (station_id, device_id, metric)
);

-- Persons who may stand at a post; name, badge and PIN verifier are sealed.
create table operator (
  operator_id  text primary key,
  sealed       bytea not null,                  -- AES-256-GCM, AAD = operator id
  badge_lookup text unique,                     -- keyed hash: one badge, one person
  roles        text[] not null,
  valid_until  timestamptz,
  created_at   timestamptz not null default now(),
  changed_at   timestamptz not null default now()
);

-- Signed bundles as issued; the newest of a kind is what stations get.
create table bundle (
  kind      text not null,
  version   bigint not null,
  issued_at timestamptz not null,
  text      text not null,
  primary key (kind, version)
);

-- What a station says of itself besides.
alter table station_state add column on_duty text[];
alter table station_state add column is_training boolean not null default false;
alter table station_state add column bundles jsonb not null default '[]';
