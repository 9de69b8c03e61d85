import type {
  CONNECT_REQUEST,
  CONTEXTS_REQUEST,
  ConnectParams,
  ContextItem,
  DISCONNECT_REQUEST,
  NAMESPACES_REQUEST,
  REVOKE_CONSENT_REQUEST,
  RevokeConsentParams,
  StatusParams,
} from "../../../server/src/lsp/messages/connection.ts";
import type {
  ADD_LABEL_REQUEST,
  AddLabelParams,
  EditsResult,
  ENDPOINT_SLICES_REQUEST,
  EndpointSlicesParams,
  EndpointSlicesResult,
  EXPOSE_REQUEST,
  ExposeParams,
  ExposeResult,
  LABEL_CHOICES_REQUEST,
  LabelChoicesParams,
  LabelChoicesResult,
  SWITCH_CHOICES_REQUEST,
  SWITCH_TYPE_REQUEST,
  SwitchChoicesParams,
  SwitchChoicesResult,
  SwitchTypeParams,
} from "../../../server/src/lsp/messages/edits.ts";
import type {
  ADDRESSES_REQUEST,
  AddressesParams,
  AddressesResult,
  DESCRIBE_REQUEST,
  DescribeParams,
  DescribeResult,
  FIND_REQUEST,
  FindParams,
  FindResult,
  MATCHES_REQUEST,
  MatchesParams,
  POD_REQUEST,
  PodParams,
  PodResult,
  ServiceMatches,
  USED_BY_REQUEST,
  UsedByParams,
  UsedByResult,
  WORKLOADS_REQUEST,
  WorkloadItem,
} from "../../../server/src/lsp/messages/reading.ts";
import type {
  LOG_REQUEST,
  LogParams,
  LogResult,
  PORT_FORWARD_REQUEST,
  PortForwardParams,
  PortForwardResult,
  STOP_STREAM_REQUEST,
  StopStreamParams,
} from "../../../server/src/lsp/messages/streams.ts";
import type {
  APPLY_REQUEST,
  ApplyParams,
  ApplyResult,
  ClusterWrite,
  DRY_RUN_REQUEST,
  DryRunResult,
  VALIDATE_REQUEST,
  ValidateParams,
  ValidateResult,
} from "../../../server/src/lsp/messages/writes.ts";

/** What each request of a command takes and answers with, by the name of its method. */
export interface Requests {
  readonly [ADD_LABEL_REQUEST]: Exchange<AddLabelParams, EditsResult>;
  readonly [APPLY_REQUEST]: Exchange<ApplyParams, ApplyResult>;
  readonly [CONNECT_REQUEST]: Exchange<ConnectParams, StatusParams>;
  readonly [CONTEXTS_REQUEST]: Exchange<NoParams, readonly ContextItem[]>;
  readonly [DISCONNECT_REQUEST]: Exchange<NoParams, unknown>;
  readonly [DRY_RUN_REQUEST]: Exchange<ClusterWrite, DryRunResult>;
  readonly [ENDPOINT_SLICES_REQUEST]: Exchange<EndpointSlicesParams, EndpointSlicesResult>;
  readonly [EXPOSE_REQUEST]: Exchange<ExposeParams, ExposeResult>;
  readonly [ADDRESSES_REQUEST]: Exchange<AddressesParams, AddressesResult>;
  readonly [DESCRIBE_REQUEST]: Exchange<DescribeParams, DescribeResult>;
  readonly [FIND_REQUEST]: Exchange<FindParams, FindResult>;
  readonly [LABEL_CHOICES_REQUEST]: Exchange<LabelChoicesParams, LabelChoicesResult>;
  readonly [LOG_REQUEST]: Exchange<LogParams, LogResult>;
  readonly [PORT_FORWARD_REQUEST]: Exchange<PortForwardParams, PortForwardResult>;
  readonly [STOP_STREAM_REQUEST]: Exchange<StopStreamParams, unknown>;
  readonly [MATCHES_REQUEST]: Exchange<MatchesParams, readonly ServiceMatches[]>;
  readonly [NAMESPACES_REQUEST]: Exchange<NoParams, readonly string[]>;
  readonly [REVOKE_CONSENT_REQUEST]: Exchange<RevokeConsentParams, null>;
  readonly [SWITCH_CHOICES_REQUEST]: Exchange<SwitchChoicesParams, SwitchChoicesResult>;
  readonly [SWITCH_TYPE_REQUEST]: Exchange<SwitchTypeParams, EditsResult>;
  readonly [POD_REQUEST]: Exchange<PodParams, PodResult>;
  readonly [USED_BY_REQUEST]: Exchange<UsedByParams, UsedByResult>;
  readonly [VALIDATE_REQUEST]: Exchange<ValidateParams, ValidateResult>;
  readonly [WORKLOADS_REQUEST]: Exchange<NoParams, readonly WorkloadItem[]>;
}

interface Exchange<Params, Result> {
  readonly params: Params;
  readonly result: Result;
}

type NoParams = Readonly<Record<string, never>>;
