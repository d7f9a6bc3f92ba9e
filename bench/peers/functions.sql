-- What PostGraphile is told of in SQL, as its documentation recommends for what tables do not say.
drop schema if exists bench_peers cascade;
create schema bench_peers;
grant usage on schema bench_peers to kimberlite_api;
create or replace function bench_peers.garages_near(place text) returns setof garages language sql stable as
  $$ select * from garages where position is not null order by position <-> place::cube $$;
create or replace function bench_peers.garages_open_signals(garage garages) returns int language sql stable as
  $$ select count(*)::int from (select from intent_signals where garage_id = garage.id and status = 'OPEN' limit 1000) counted $$;
