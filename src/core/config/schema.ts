import {
  anything,
  decimal,
  flag,
  impossible,
  integer,
  linkTypes,
  oneOf,
  text,
  textOrFlag,
} from './checks.ts';
import type { Check } from './checks.ts';

/** The options of one section and what they hold. Long, as it is a table: every option DVC knows. */
export type Options = Readonly<Record<string, Check>>;

const count = integer(1);

function all(check: Check, names: string): Options {
  return Object.fromEntries(names.split(' ').map(name => [name, check]));
}

/** Obsolete options are in the table, too: DVC accepts and ignores them. */
export const SECTIONS: Readonly<Record<string, Options>> = {
  core: {
    ...all(anything, 'remote machine'),
    ...all(flag, 'interactive analytics hardlink_lock no_scm autostage experiments check_update'),
    checksum_jobs: count,
    site_cache_dir: text,
  },
  cache: {
    ...all(text, 'local s3 gs hdfs webhdfs ssh azure dir'),
    ...all(flag, 'protected slow_link_warning verify'),
    type: linkTypes,
    shared: oneOf('group'),
  },
  state: { dir: text, row_limit: count, row_cleanup_quota: integer(0, 100) },
  index: { dir: text },
  plots: { ...all(text, 'html_template out_dir'), auto_open: flag },
  exp: { ...all(text, 'code data models metrics params plots live git_remote'), auto_push: flag },
  parsing: { bool: oneOf('store_true', 'boolean_optional'), list: oneOf('nargs', 'append') },
  hydra: { ...all(text, 'config_dir config_module config_name plugins_path'), enabled: flag },
  studio: { ...all(text, 'token url repo_url'), offline: flag },
};

/** What is not listed in it warns only. */
export const FEATURE: Options = { machine: flag };

export const DATABASE: Options = all(text, 'url username password');

export const MACHINE: Options = {
  ...all(text, 'image ssh_private startup_script setup_script'),
  ...all(anything, 'instance_type instance_gpu'),
  cloud: oneOf('aws', 'azure'),
  region: oneOf('us-west', 'us-east', 'eu-west', 'eu-north'),
  spot: flag,
  spot_price: decimal(),
  instance_hdd_size: integer(),
};

const EVERY_REMOTE: Options = {
  url: text,
  ...all(count, 'checksum_jobs jobs'),
  ...all(flag, 'worktree no_traverse version_aware'),
};

const HTTP: Options = {
  ...EVERY_REMOTE,
  auth: oneOf('basic', 'digest', 'custom'),
  ...all(text, 'custom_auth_header user password method'),
  ...all(flag, 'ask_password verify'),
  ...all(decimal(0), 'connect_timeout read_timeout'),
  ssl_verify: textOrFlag,
};

const WEBDAV: Options = {
  ...EVERY_REMOTE,
  ...all(text, 'user password token bearer_token_command custom_auth_header cert_path key_path'),
  ...all(flag, 'ask_password verify'),
  timeout: integer(),
  ssl_verify: textOrFlag,
};

/** By scheme of the URL; the empty one is the local file system. Undefined options of `remote://` are not judged. */
export const REMOTES: Readonly<Record<string, Options | 'anything'>> = {
  '': {
    ...EVERY_REMOTE,
    type: linkTypes,
    shared: oneOf('group'),
    ...all(flag, 'protected slow_link_warning verify'),
  },
  s3: {
    ...EVERY_REMOTE,
    ...all(text, 'region profile credentialpath configpath endpointurl access_key_id secret_access_key'),
    ...all(text, 'session_token sse sse_kms_key_id sse_customer_algorithm sse_customer_key acl'),
    ...all(text, 'grant_read grant_read_acp grant_write_acp grant_full_control'),
    ...all(flag, 'listobjects use_ssl allow_anonymous_login verify'),
    ...all(integer(), 'read_timeout connect_timeout'),
    ssl_verify: textOrFlag,
    cache_regions: impossible('bool'),
  },
  gs: {
    ...EVERY_REMOTE,
    ...all(text, 'projectname credentialpath endpointurl'),
    ...all(flag, 'verify allow_anonymous_login'),
  },
  ssh: {
    ...EVERY_REMOTE,
    ...all(text, 'user password passphrase keyfile'),
    ...all(flag, 'ask_password ask_passphrase gss_auth allow_agent verify'),
    ...all(integer(), 'port timeout max_sessions'),
    type: linkTypes,
  },
  hdfs: { ...EVERY_REMOTE, ...all(text, 'user kerb_ticket'), replication: impossible('int') },
  webhdfs: {
    ...EVERY_REMOTE,
    ...all(text, 'kerberos_principal proxy_to token user password data_proxy_target'),
    ...all(flag, 'kerberos use_https verify'),
    ssl_verify: textOrFlag,
  },
  azure: {
    ...EVERY_REMOTE,
    ...all(text, 'connection_string sas_token account_name account_key tenant_id client_id client_secret'),
    ...all(flag, 'allow_anonymous_login exclude_environment_credential verify'),
    ...all(flag, 'exclude_visual_studio_code_credential exclude_shared_token_cache_credential'),
    exclude_managed_identity_credential: flag,
    ...all(integer(), 'timeout read_timeout connection_timeout'),
  },
  oss: { ...EVERY_REMOTE, ...all(text, 'oss_key_id oss_key_secret oss_endpoint'), verify: flag },
  gdrive: {
    ...EVERY_REMOTE,
    ...all(text, 'profile gdrive_client_id gdrive_client_secret gdrive_user_credentials_file'),
    ...all(text, 'gdrive_service_account_user_email gdrive_service_account_json_file_path'),
    ...all(flag, 'gdrive_use_service_account gdrive_trash_only gdrive_acknowledge_abuse verify'),
  },
  http: HTTP,
  https: HTTP,
  webdav: WEBDAV,
  webdavs: WEBDAV,
  remote: 'anything',
};
