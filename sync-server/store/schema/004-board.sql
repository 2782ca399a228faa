-- What the live board asks for several times a second.
create index tube_waiting on tube (received_at desc) where state in ('open', 'quarantined');
create index alarm_raised on alarm (raised_at desc);
