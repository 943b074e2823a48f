CREATE FUNCTION small_refuse() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'a thing stays'; END $$;
CREATE TRIGGER small_stays BEFORE DELETE ON nouns_thing FOR EACH ROW EXECUTE FUNCTION small_refuse();
