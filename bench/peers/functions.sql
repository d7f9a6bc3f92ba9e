-- What PostGraphile is told of in SQL, as its documentation recommends for what tables do not say.
drop schema if exists bench_peers cascade;
create schema bench_peers;
grant usage on schema bench_peers to kimberlite_api;
create or replace function bench_peers.garages_near(place text) returns setof garages language sql stable as
  $$ select * from garages where position is not null order by position <-> place::cube $$;
-- As the product counts them: from the numbers beside the signals.
create or replace function bench_peers.garages_open_signals(garage garages) returns int language sql stable as
  $$ select least(coalesce(sum(signals), 0), 1000)::int from open_signal_counts where garage_id = garage.id $$;
-- Demand as it was published last: every part that an inspection can ask for in each of 13 weeks, null where the number
-- is not published.
create type bench_peers.weekly_demand as (part_category text, week date, units int, vehicles int);
create or replace function bench_peers.demand_by_week(area text) returns setof bench_peers.weekly_demand language sql stable as
  $$ select p.key, s.first_week + 7 * (n - 1), c.weekly_units[n], c.weekly_vehicles[n]
     from demand_snapshots s
     cross join part_categories p
     left join demand_cells c on c.published_on = s.published_on and c.area_code = area and c.make = '*' and c.part_category = p.key
     cross join generate_series(1, 13) n
     where s.published_on = (select max(published_on) from demand_snapshots) and not p.service_only
     order by p.position, n $$;
