-- What a family has, who keeps it, and what they agreed to. DESIGN words throughout.
-- A state change is a row, or a moment with a name; never a bare flag.

create schema lamplight;
create schema auth;

-- Accounts: the tables of better-auth (1.7), readable by the auth role alone.
create table auth."user" (
	"id" uuid primary key default gen_random_uuid(),
	"name" text not null,
	"email" text not null unique,
	"emailVerified" boolean not null default false,
	"image" text,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null default now()
);
create table auth."session" (
	"id" uuid primary key default gen_random_uuid(),
	"expiresAt" timestamptz not null,
	"token" text not null unique,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null default now(),
	"ipAddress" text,
	"userAgent" text,
	"userId" uuid not null references auth."user" ("id") on delete cascade
);
create index on auth."session" ("userId");
create table auth."account" (
	"id" uuid primary key default gen_random_uuid(),
	"accountId" text not null,
	"providerId" text not null,
	"userId" uuid not null references auth."user" ("id") on delete cascade,
	"accessToken" text,
	"refreshToken" text,
	"idToken" text,
	"accessTokenExpiresAt" timestamptz,
	"refreshTokenExpiresAt" timestamptz,
	"scope" text,
	"password" text,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null default now()
);
create index on auth."account" ("userId");
create table auth."verification" (
	"id" uuid primary key default gen_random_uuid(),
	"identifier" text not null,
	"value" text not null,
	"expiresAt" timestamptz not null,
	"createdAt" timestamptz not null default now(),
	"updatedAt" timestamptz not null default now()
);
create index on auth."verification" ("identifier");
create table auth."passkey" (
	"id" uuid primary key default gen_random_uuid(),
	"name" text,
	"publicKey" text not null,
	"userId" uuid not null references auth."user" ("id") on delete cascade,
	"credentialID" text not null,
	"counter" integer not null,
	"deviceType" text not null,
	"backedUp" boolean not null,
	"transports" text,
	"createdAt" timestamptz,
	"aaguid" text
);
create index on auth."passkey" ("userId");
create index on auth."passkey" ("credentialID");

set search_path = lamplight;

-- A date as exactly as it is known: a year, a month, or a day (ISO 8601, reduced precision).
create domain loose_date as text check (value ~ '^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$');
create domain sha256 as text check (value ~ '^[0-9a-f]{64}$');

create table member (
	-- Not a reference: what an ended account leaves is a member without a name, an address or a way in.
	id uuid primary key,
	name text not null check (length(name) <= 80),
	created_at timestamptz not null default now(),
	ended_at timestamptz,
	-- Somebody whom a copy names, and who has no account here: they put in and wrote what they did, and
	-- keep nothing any more.
	only_named_at timestamptz
);
create table host (
	member_id uuid primary key references member (id),
	granted_at timestamptz not null default now(),
	granted_by uuid references member (id)
);
create table site_setting (
	key text primary key,
	value jsonb not null,
	changed_at timestamptz not null default now(),
	changed_by uuid references member (id)
);
create table peer_request (
	member_id uuid primary key references member (id),
	words text not null default '' check (length(words) <= 2000),
	asked_at timestamptz not null default now()
);
create table peer_welcome (
	member_id uuid primary key references member (id),
	welcomed_at timestamptz not null default now(),
	welcomed_by uuid references member (id)
);
create table suspension (
	id uuid primary key default gen_random_uuid(),
	member_id uuid not null references member (id),
	suspended_at timestamptz not null default now(),
	suspended_by uuid references member (id),
	reason text not null,
	lifted_at timestamptz
);
create index on suspension (member_id) where lifted_at is null;

create table box (
	id uuid primary key default gen_random_uuid(),
	name text check (length(name) <= 120),
	born_on loose_date,
	died_on loose_date,
	due_on loose_date,
	weeks smallint check (weeks between 1 and 45),
	days_past_weeks smallint check (days_past_weeks between 0 and 6),
	happened text check (length(happened) <= 200),
	created_at timestamptz not null default now(),
	created_by uuid references member (id)
);
create table keeper (
	id uuid primary key default gen_random_uuid(),
	box_id uuid not null references box (id),
	member_id uuid not null references member (id),
	joined_at timestamptz not null default now(),
	invited_by uuid references member (id),
	left_at timestamptz,
	died_at timestamptz
);
create unique index keeper_present on keeper (box_id, member_id) where left_at is null;
create index on keeper (member_id);
create table block (
	id uuid primary key default gen_random_uuid(),
	blocker_id uuid not null references member (id),
	member_id uuid not null references member (id),
	blocked_at timestamptz not null default now(),
	lifted_at timestamptz,
	-- Whoever is blocked for a letter stays as unnamed to the one who blocks as they were in it.
	for_letter boolean not null default false
);
create unique index block_standing on block (blocker_id, member_id) where lifted_at is null;

-- One original a box and a content: the same photograph twice in one box is stored once.
create table original (
	box_id uuid not null references box (id),
	sha256 sha256 not null,
	bytes bigint not null check (bytes >= 0),
	stored_at timestamptz not null default now(),
	primary key (box_id, sha256)
);
create table keepsake (
	id uuid primary key default gen_random_uuid(),
	box_id uuid not null references box (id),
	put_in_by uuid references member (id),
	scope text not null check (scope in ('mine', 'box')),
	kind text not null check (kind in ('photograph', 'film', 'recording', 'paper', 'words', 'file')),
	sha256 sha256,
	file_name text check (length(file_name) <= 255),
	media_type text,
	bytes bigint,
	words text check (length(words) <= 200000),
	caption text not null default '' check (length(caption) <= 1000),
	alt text not null default '' check (length(alt) <= 1000),
	cover_words text not null default '' check (length(cover_words) <= 300),
	happened_on loose_date,
	put_in_at timestamptz not null default now(),
	pictures_made_at timestamptz,
	cannot_show text,
	width integer,
	height integer,
	released_at timestamptz,
	-- When it was last taken back from nobody. It does not return into what was shared before.
	held_again_at timestamptz,
	-- What is said in it, as the family writes it down.
	said text not null default '' check (length(said) <= 20000),
	-- How many pages a paper has, which may be more than are shown.
	page_count integer,
	-- What a phone writes into both halves of a photograph that moves.
	twin_id text check (length(twin_id) <= 100),
	-- The photograph has a film inside its own file.
	moves boolean not null default false,
	-- The film of such a photograph: kept, held, let go and deleted with it, and never shown by itself.
	part_of uuid references keepsake (id) on delete cascade,
	-- When the file was changed last, as the device said that gave it.
	modified_at timestamptz,
	check ((kind = 'words') = (words is not null)),
	check ((kind = 'words') = (sha256 is null)),
	foreign key (box_id, sha256) references original (box_id, sha256)
);
create index on keepsake (box_id, put_in_at desc);
create index on keepsake (released_at) where released_at is not null;
create index on keepsake (put_in_by);
create index on keepsake (part_of) where part_of is not null;
create index on keepsake (box_id, twin_id) where twin_id is not null;
create table picture (
	keepsake_id uuid not null references keepsake (id) on delete cascade,
	size text not null check (size in ('small', 'medium', 'large')),
	sha256 sha256 not null,
	media_type text not null,
	bytes integer not null,
	width integer not null,
	height integer not null,
	primary key (keepsake_id, size)
);
-- Every keeper holds every keepsake by themselves; what they did with it is theirs alone to see.
create table hold (
	keepsake_id uuid not null references keepsake (id) on delete cascade,
	member_id uuid not null references member (id),
	held_since timestamptz not null default now(),
	opened_at timestamptz,
	put_away_at timestamptz,
	let_go_at timestamptz,
	primary key (keepsake_id, member_id)
);
create index on hold (member_id);

create table deposit (
	id uuid primary key default gen_random_uuid(),
	box_id uuid not null unique references box (id),
	email text not null check (length(email) <= 254),
	device_hash text not null,
	made_at timestamptz not null default now(),
	expires_at timestamptz not null,
	told_at timestamptz,
	reminders_sent smallint not null default 0 check (reminders_sent between 0 and 2),
	claimed_at timestamptz,
	claimed_by uuid references member (id)
);
create index on deposit (lower(email)) where claimed_at is null;
create table upload (
	-- Becomes the name of a file: none leads elsewhere, whoever wrote the row.
	id text primary key check (id ~ '^[A-Za-z0-9-]{1,64}$'),
	box_id uuid not null references box (id),
	member_id uuid references member (id),
	deposit_id uuid references deposit (id),
	file_name text not null check (length(file_name) <= 255),
	media_type text,
	bytes bigint not null check (bytes between 0 and 209715200),
	sha256 sha256,
	kept_covered boolean not null default false,
	scope text not null default 'box' check (scope in ('mine', 'box')),
	begun_at timestamptz not null default now(),
	finished_at timestamptz,
	keepsake_id uuid references keepsake (id) on delete set null,
	-- When the file was changed last, as the device said.
	modified_at timestamptz,
	check ((member_id is null) <> (deposit_id is null))
);
create index on upload (begun_at) where finished_at is null;

create table story (
	id uuid primary key default gen_random_uuid(),
	box_id uuid not null references box (id),
	writer_id uuid not null references member (id),
	scope text not null default 'mine' check (scope in ('mine', 'box')),
	begun_at timestamptz not null default now(),
	let_go_at timestamptz
);
create index on story (box_id);
create index on story (writer_id);
create table draft (
	story_id uuid primary key references story (id) on delete cascade,
	revision integer not null default 0,
	title text not null default '' check (length(title) <= 300),
	body text not null default '' check (length(body) <= 400000),
	saved_at timestamptz not null default now(),
	-- Which open page saved it last, and how many changes that page had counted by then.
	page text not null default '' check (length(page) <= 64),
	step integer not null default 0
);
-- What a save found already changed: both are kept.
create table draft_copy (
	id uuid primary key default gen_random_uuid(),
	story_id uuid not null references story (id) on delete cascade,
	started_from integer not null,
	title text not null,
	body text not null,
	kept_at timestamptz not null default now()
);
-- Frozen: all that a reader would receive.
create table story_version (
	id uuid primary key default gen_random_uuid(),
	story_id uuid not null references story (id) on delete cascade,
	number integer not null,
	title text not null,
	body text not null,
	byline text not null default '' check (length(byline) <= 300),
	own_words boolean not null,
	made_at timestamptz not null default now(),
	-- What goes out beside its words, so that it is agreed to with them: whether others here may find it,
	-- how they may answer, what was lived, and the subjects it speaks of.
	findable boolean not null default false,
	answers text not null default 'none' check (answers in ('none', 'with_you', 'letters')),
	-- What is shown of it, as coarsely as was chosen: by fact a text, or a list of texts. What begins
	-- with ~ is said roughly only.
	lived jsonb not null default '{}' check (jsonb_typeof(lived) = 'object'),
	subjects text[] not null default '{}',
	unique (story_id, number)
);
create table version_keepsake (
	version_id uuid not null references story_version (id) on delete cascade,
	keepsake_id uuid not null references keepsake (id) on delete cascade,
	position integer not null,
	caption text not null default '',
	alt text not null default '',
	cover_words text not null default '',
	covered boolean not null default true,
	-- What is said or written in it, as the version has it.
	said text not null default '' check (length(said) <= 20000),
	-- A photograph goes out with its moving moment, and the sound of it, only where that was chosen.
	moving boolean not null default false,
	primary key (version_id, keepsake_id)
);
create index on version_keepsake (keepsake_id);

create table proposal (
	id uuid primary key default gen_random_uuid(),
	box_id uuid not null references box (id),
	kind text not null check (kind in ('share', 'invite_guest', 'invite_keeper')),
	story_id uuid references story (id) on delete cascade,
	version_id uuid references story_version (id) on delete cascade,
	to_family boolean not null default false,
	to_peers boolean not null default false,
	to_anyone boolean not null default false,
	invitee_name text check (length(invitee_name) <= 80),
	invitee_email text check (length(invitee_email) <= 254),
	proposed_by uuid not null references member (id),
	proposed_at timestamptz not null default now(),
	-- Those who had not answered were reminded, once.
	reminded_at timestamptz,
	closed_at timestamptz,
	closed_as text check (closed_as in ('agreed', 'declined', 'taken_back', 'replaced')),
	check ((kind = 'share') = (version_id is not null)),
	check ((closed_at is null) = (closed_as is null))
);
create index on proposal (box_id);
create index on proposal (story_id);
-- Answers are added, never changed; the latest of each keeper counts.
create table consent (
	id bigint generated always as identity primary key,
	proposal_id uuid not null references proposal (id) on delete cascade,
	member_id uuid not null references member (id),
	answer text not null check (answer in ('yes', 'not_yet', 'no')),
	given_at timestamptz not null default now()
);
create index on consent (proposal_id);
create table delegation (
	id uuid primary key default gen_random_uuid(),
	box_id uuid not null references box (id),
	giver_id uuid not null references member (id),
	named_id uuid not null references member (id),
	kind text not null check (kind in (
		'share', 'uncover', 'invite_guest', 'invite_keeper', 'findable', 'allow_letters', 'show_lived_fact'
	)),
	given_at timestamptz not null default now(),
	ended_at timestamptz,
	check (giver_id <> named_id)
);
create unique index delegation_standing on delegation (box_id, giver_id, kind) where ended_at is null;
-- What everyone agreed to, standing until somebody brings it back.
create table share (
	id uuid primary key default gen_random_uuid(),
	story_id uuid not null references story (id) on delete cascade,
	box_id uuid not null references box (id),
	version_id uuid not null references story_version (id),
	proposal_id uuid references proposal (id),
	to_family boolean not null,
	to_peers boolean not null,
	to_anyone boolean not null,
	agreed_by uuid[] not null,
	agreed_at timestamptz not null default now(),
	ended_at timestamptz,
	ended_by uuid references member (id),
	-- As it stands now, so that a list has it at hand: what was agreed and has not been taken back since.
	-- Written by the triggers of 0007_going and by nothing else.
	findable boolean not null default false,
	answers text not null default 'none',
	lived jsonb not null default '{}',
	subjects text[] not null default '{}',
	check (to_family or to_peers or to_anyone)
);
create unique index share_standing on share (story_id) where ended_at is null;
create index share_family on share (box_id, agreed_at desc) where ended_at is null and to_family;
create index on share (version_id);
create index share_anyone on share (agreed_at desc, story_id) where ended_at is null and to_anyone and findable;
create index share_peers on share (agreed_at desc, story_id) where ended_at is null and to_peers and findable;

create table invitation (
	id uuid primary key default gen_random_uuid(),
	kind text not null check (kind in ('host', 'guest', 'keeper')),
	box_id uuid references box (id),
	proposal_id uuid unique references proposal (id),
	token_hash text not null unique,
	name text not null default '',
	email text,
	invited_by uuid references member (id),
	invited_at timestamptz not null default now(),
	expires_at timestamptz not null,
	used_at timestamptz,
	used_by uuid references member (id),
	withdrawn_at timestamptz,
	check ((kind = 'host') = (box_id is null))
);
create index on invitation (box_id);
create table guest (
	id uuid primary key default gen_random_uuid(),
	box_id uuid not null references box (id),
	member_id uuid not null references member (id),
	name text not null,
	invited_by uuid references member (id),
	joined_at timestamptz not null default now(),
	withdrawn_at timestamptz,
	withdrawn_by uuid references member (id)
);
create unique index guest_present on guest (box_id, member_id) where withdrawn_at is null;
create index on guest (member_id);
-- "Show the photograph": one visit (12 hours at most), one version, one photograph.
create table shown (
	visit_hash text not null,
	version_id uuid not null references story_version (id) on delete cascade,
	keepsake_id uuid not null references keepsake (id) on delete cascade,
	shown_at timestamptz not null default now(),
	primary key (visit_hash, version_id, keepsake_id)
);
create index on shown (shown_at);
-- A word to one person about what changed; read on the screen, never counted.
create table notice (
	id uuid primary key default gen_random_uuid(),
	member_id uuid not null references member (id),
	kind text not null,
	box_id uuid references box (id),
	story_id uuid references story (id) on delete cascade,
	about_id uuid references member (id),
	told_at timestamptz not null default now(),
	seen_at timestamptz
);
create index on notice (member_id) where seen_at is null;
create table attempt (
	key text not null,
	at timestamptz not null default now()
);
create index on attempt (key, at);
