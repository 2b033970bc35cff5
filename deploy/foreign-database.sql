-- Prepares a database on a server of somebody else; run once by its superuser, from this folder:
--   psql -v name=jinan -v owner_password=… -v web_password=… -f foreign-database.sql
-- The names of the two roles are fixed: row security speaks of them. Two nodes may share them on one
-- server, each with a database of its own. May be run again.
\set ON_ERROR_STOP on
SELECT 'CREATE ROLE jinan_owner LOGIN NOSUPERUSER NOBYPASSRLS'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jinan_owner') \gexec
SELECT 'CREATE ROLE jinan_web LOGIN NOSUPERUSER NOBYPASSRLS'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jinan_web') \gexec
ALTER ROLE jinan_owner PASSWORD :'owner_password';
ALTER ROLE jinan_web PASSWORD :'web_password';
SELECT format('CREATE DATABASE %I OWNER jinan_owner TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C.UTF-8''', :'name')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
\connect :name
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pgcrypto;
ALTER SCHEMA public OWNER TO jinan_owner;
-- Needs a superuser. Where a hosted server forbids it, leave the line out: all stays right, but map
-- envelopes and word searches of restricted accounts scan their table instead of an index, and raw SQL of the
-- web role may look at the statements of its other connections and at statistics of places.
\ir ../src/jinan/cli/leakproof.sql
