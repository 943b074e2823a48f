-- Everything in the schemas that are ours, a line each. The order of columns is left out on purpose: a field that came by a
-- later migration stands last, and nothing depends on it.
WITH n AS (
    SELECT oid, nspname FROM pg_namespace
    WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_(toast|temp)'
)
SELECT format('table %s.%s kind=%s persistence=%s options=%s rls=%s comment=%s', n.nspname, c.relname, c.relkind,
              c.relpersistence, c.reloptions, c.relrowsecurity, obj_description(c.oid, 'pg_class'))
FROM pg_class c JOIN n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm')
UNION ALL
SELECT format('view %s.%s %s', n.nspname, c.relname, pg_get_viewdef(c.oid))
FROM pg_class c JOIN n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm')
UNION ALL
SELECT format('column %s.%s.%s %s%s identity=%s generated=%s default=%s collation=%s comment=%s', n.nspname, c.relname,
              a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' not null' END, a.attidentity,
              a.attgenerated, pg_get_expr(d.adbin, d.adrelid),
              CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation END,
              col_description(c.oid, a.attnum))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN n ON n.oid = c.relnamespace
     JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm')
UNION ALL
-- 'n' is PostgreSQL 18's own entry for NOT NULL, which the column already tells.
SELECT format('constraint %s.%s.%s %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN n ON n.oid = c.relnamespace WHERE k.contype <> 'n'
UNION ALL
SELECT format('index %s.%s %s', n.nspname, c.relname, pg_get_indexdef(c.oid))
FROM pg_class c JOIN n ON n.oid = c.relnamespace WHERE c.relkind IN ('i', 'I')
UNION ALL
SELECT format('sequence %s.%s %s from %s to %s by %s cache %s cycle=%s', n.nspname, c.relname,
              format_type(s.seqtypid, NULL), s.seqmin, s.seqmax, s.seqincrement, s.seqcache, s.seqcycle)
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN n ON n.oid = c.relnamespace
UNION ALL
SELECT format('trigger %s.%s.%s enabled=%s %s', n.nspname, c.relname, g.tgname, g.tgenabled, pg_get_triggerdef(g.oid))
FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN n ON n.oid = c.relnamespace WHERE NOT g.tgisinternal
UNION ALL
SELECT format('rule %s.%s.%s %s', n.nspname, c.relname, r.rulename, pg_get_ruledef(r.oid))
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN n ON n.oid = c.relnamespace WHERE r.rulename <> '_RETURN'
UNION ALL
SELECT format('policy %s.%s.%s %s', n.nspname, c.relname, p.polname,
              concat_ws(' ', p.polcmd, p.polpermissive, pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid)))
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN n ON n.oid = c.relnamespace
UNION ALL
SELECT format('function %s.%s(%s) %s', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid),
              pg_get_functiondef(p.oid))
FROM pg_proc p JOIN n ON n.oid = p.pronamespace WHERE p.prokind IN ('f', 'p')
UNION ALL
SELECT format('enum %s.%s %s', n.nspname, t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder))
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid JOIN n ON n.oid = t.typnamespace GROUP BY n.nspname, t.typname
UNION ALL
SELECT format('domain %s.%s %s %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
              (SELECT string_agg(pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname)
               FROM pg_constraint k WHERE k.contypid = t.oid))
FROM pg_type t JOIN n ON n.oid = t.typnamespace WHERE t.typtype = 'd'
UNION ALL
SELECT format('composite %s.%s %s', n.nspname, c.relname,
              (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
               FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped))
FROM pg_class c JOIN n ON n.oid = c.relnamespace WHERE c.relkind = 'c'
UNION ALL
SELECT format('extension %s', extname) FROM pg_extension
