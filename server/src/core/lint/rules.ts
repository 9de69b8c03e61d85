import { backendPortMissing } from "./backendPortMissing.ts";
import { backendServiceMissing } from "./backendServiceMissing.ts";
import { clusterIPClash } from "./clusterIPClash.ts";
import { containerPortNameRepeated } from "./containerPortNameRepeated.ts";
import { endpointSliceServiceMissing } from "./endpointSliceServiceMissing.ts";
import { externalIPsCatchTraffic } from "./externalIPsCatchTraffic.ts";
import { externalNameAddress } from "./externalNameAddress.ts";
import { externalNameFieldsIgnored } from "./externalNameFieldsIgnored.ts";
import { headlessPort } from "./headlessPort.ts";
import { headlessPortUnnamed } from "./headlessPortUnnamed.ts";
import { headlessStays } from "./headlessStays.ts";
import { keyRepeated } from "./keyRepeated.ts";
import { loadBalancerMixedProtocols } from "./loadBalancerMixedProtocols.ts";
import { loadBalancerPending } from "./loadBalancerPending.ts";
import { nodePortClash } from "./nodePortClash.ts";
import { noMatchingPods } from "./noMatchingPods.ts";
import { noMatchingWorkload } from "./noMatchingWorkload.ts";
import { noReadyPods } from "./noReadyPods.ts";
import { portNameConvention } from "./portNameConvention.ts";
import { portNumberShared } from "./portNumberShared.ts";
import { publishNotReadyAddresses } from "./publishNotReadyAddresses.ts";
import type { LintRule } from "./rule.ts";
import { selectorlessNoEndpoints } from "./selectorlessNoEndpoints.ts";
import { selectorSeveralWorkloads } from "./selectorSeveralWorkloads.ts";
import { separatorMissing } from "./separatorMissing.ts";
import { serviceExposed } from "./serviceExposed.ts";
import { serviceRepeated } from "./serviceRepeated.ts";
import { singleReadyPod } from "./singleReadyPod.ts";
import { sourceAddressLost } from "./sourceAddressLost.ts";
import { statefulSetService } from "./statefulSetService.ts";
import { statefulSetServiceMissing } from "./statefulSetServiceMissing.ts";
import { targetPortByNumber } from "./targetPortByNumber.ts";
import { targetPortName } from "./targetPortName.ts";
import { targetPortNumbers } from "./targetPortNumbers.ts";
import { targetPortProtocol } from "./targetPortProtocol.ts";
import { targetPortUndeclared } from "./targetPortUndeclared.ts";
import { topologyModeIgnored } from "./topologyModeIgnored.ts";
import { trafficDistributionIgnored } from "./trafficDistributionIgnored.ts";
import { trafficPolicyLocal } from "./trafficPolicyLocal.ts";

/** Every rule about what the API server accepts and traffic does not survive. */
export const LINT_RULES: readonly LintRule[] = [
  noMatchingPods,
  noMatchingWorkload,
  noReadyPods,
  selectorSeveralWorkloads,
  selectorlessNoEndpoints,
  singleReadyPod,
  targetPortName,
  targetPortProtocol,
  targetPortNumbers,
  targetPortUndeclared,
  targetPortByNumber,
  containerPortNameRepeated,
  externalIPsCatchTraffic,
  externalNameAddress,
  externalNameFieldsIgnored,
  headlessPort,
  headlessPortUnnamed,
  headlessStays,
  loadBalancerMixedProtocols,
  loadBalancerPending,
  portNameConvention,
  portNumberShared,
  publishNotReadyAddresses,
  serviceExposed,
  sourceAddressLost,
  topologyModeIgnored,
  trafficDistributionIgnored,
  trafficPolicyLocal,
  backendPortMissing,
  clusterIPClash,
  nodePortClash,
  statefulSetService,
  backendServiceMissing,
  statefulSetServiceMissing,
  endpointSliceServiceMissing,
  keyRepeated,
  separatorMissing,
  serviceRepeated,
];
