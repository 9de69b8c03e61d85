import { type Message, words } from "../core/words.ts";

/** What can be wrong between here and an API server, in the product's own words. */
export const CONNECTION_WORDS = {
  refused: words({
    en: "Nothing answers at {server}.",
    ja: "{server} に接続できません。応答するものがありません。",
  }),
  unknownHost: words({
    en: "The host name of {server} is not known.",
    ja: "{server} のホスト名が見つかりません。",
  }),
  lost: words({
    en: "The connection to {server} was lost.",
    ja: "{server} との接続が切れました。",
  }),
  silent: words({
    en: "{server} did not answer within {seconds} seconds.",
    ja: "{server} から {seconds} 秒以内に応答がありませんでした。",
  }),
  certificateUnknown: words({
    en: "The certificate of {server} is not signed by an authority that the kubeconfig trusts.",
    ja: "{server} の証明書は、kubeconfig が信頼する認証局の署名ではありません。",
  }),
  certificateExpired: words({
    en: "The certificate of {server} has expired, or a clock is wrong.",
    ja: "{server} の証明書の有効期限が切れているか、時計がずれています。",
  }),
  certificateName: words({
    en: "The certificate of {server} is for another name.",
    ja: "{server} の証明書は別の名前のものです。",
  }),
  notKubernetes: words({
    en: "{server} answered, but not as a Kubernetes API server does (status {status}).",
    ja: "{server} の応答は Kubernetes の API サーバーのものではありません (ステータス {status})。",
  }),
  cutOff: words({
    en: "The answer of {server} broke off or could not be read.",
    ja: "{server} の応答が途中で切れたか、読み取れませんでした。",
  }),
  tooLarge: words({
    en: "An answer of {server} is larger than {megabytes} MB and was not read.",
    ja: "{server} の応答が {megabytes} MB を超えたため、読み取りませんでした。",
  }),
  proxy: words({
    en: "The proxy did not connect to {server} ({code}).",
    ja: "プロキシが {server} に接続できませんでした ({code})。",
  }),
  other: words({
    en: "{server} could not be reached ({code}).",
    ja: "{server} に到達できませんでした ({code})。",
  }),
  stopped: words({ en: "Stopped.", ja: "中止しました。" }),
  status: words({
    en: "{server} answered with status {status}: {message}",
    ja: "{server} がステータス {status} を返しました: {message}",
  }),
  internal: words({
    en: "Podsight made a mistake here. The log has the details.",
    ja: "Podsight の内部で誤りが起きました。詳細はログにあります。",
  }),
  noNamespace: words({
    en: "The namespace {namespace} does not exist in the cluster.",
    ja: "名前空間 {namespace} はクラスターに存在しません。",
  }),
} as const;

/** What can be wrong with a kubeconfig and with the credentials that it names. */
export const CREDENTIAL_WORDS = {
  unreadable: words({
    en: "The kubeconfig {file} cannot be read: {reason}",
    ja: "kubeconfig {file} を読み取れません: {reason}",
  }),
  noContext: words({
    en: "The kubeconfig has no context named {context}.",
    ja: "kubeconfig に {context} という context がありません。",
  }),
  noCurrentContext: words({
    en: "The kubeconfig does not say which context is the current one.",
    ja: "kubeconfig に現在の context が指定されていません。",
  }),
  noCluster: words({
    en: "The context {context} names a cluster that the kubeconfig does not have.",
    ja: "context {context} が指すクラスターが kubeconfig にありません。",
  }),
  noUser: words({
    en: "The context {context} names a user that the kubeconfig does not have.",
    ja: "context {context} が指すユーザーが kubeconfig にありません。",
  }),
  badServer: words({
    en: "The server address of context {context} is not an http or https URL.",
    ja: "context {context} のサーバーアドレスが http または https の URL ではありません。",
  }),
  proxyUnsupported: words({
    en: "Context {context} needs the proxy {proxy}, and only http, https and socks5 proxies can be used.",
    ja: "context {context} にはプロキシ {proxy} が必要ですが、使えるのは http、https、socks5 のプロキシだけです。",
  }),
  fileUnreadable: words({
    en: "The credentials file {file} cannot be read.",
    ja: "認証情報のファイル {file} を読み取れません。",
  }),
  consentNeeded: words({
    en: "Context {context} runs {command} for its credentials. It was not run, because nobody allowed it.",
    ja: "context {context} は認証情報を得るために {command} を実行します。許可されていないため実行していません。",
  }),
  programMissing: words({
    en: "The credentials program {command} was not found.",
    ja: "認証情報のプログラム {command} が見つかりません。",
  }),
  renewerMissing: words({
    en: "The token of context {context} has expired, and {command}, which renews it, was not found.",
    ja: "context {context} のトークンの有効期限が切れていますが、更新に使う {command} が見つかりません。",
  }),
  programFailed: words({
    en: "The credentials program {command} failed: {reason}",
    ja: "認証情報のプログラム {command} が失敗しました: {reason}",
  }),
  programSlow: words({
    en: "The credentials program {command} took longer than {seconds} seconds and was stopped.",
    ja: "認証情報のプログラム {command} が {seconds} 秒以内に終わらなかったため、止めました。",
  }),
  programInteractive: words({
    en: "The credentials program {command} needs a terminal. Log in there first.",
    ja: "認証情報のプログラム {command} には端末が必要です。先に端末でログインしてください。",
  }),
  programAnswer: words({
    en: "The credentials program {command} did not print credentials.",
    ja: "認証情報のプログラム {command} が認証情報を出力しませんでした。",
  }),
  providerExpired: words({
    en: "The credentials of auth provider {provider} have expired. Log in again with the tool that wrote them.",
    ja: "認証プロバイダー {provider} の認証情報の有効期限が切れています。それを書き込んだツールでログインし直してください。",
  }),
  oidcExpired: words({
    en: "The OpenID Connect token of context {context} has expired, and there is no refresh token. Log in again.",
    ja: "context {context} の OpenID Connect トークンの有効期限が切れていて、更新用トークンもありません。ログインし直してください。",
  }),
  oidcNotRenewed: words({
    en: "The OpenID Connect token of context {context} has expired, and {command} has not renewed it. Log in again.",
    ja: "context {context} の OpenID Connect トークンの有効期限が切れていて、{command} でも更新されませんでした。ログインし直してください。",
  }),
} as const;

/** Text from elsewhere (a server, a program), fit for one line of ours: no control characters, not without end. */
export function oneLine(text: string, limit = 500): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point (CVE-2021-25743).
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
  return line.length > limit ? `${line.slice(0, limit)}...` : line;
}

/** A sentence as a plain string in one language. */
export type Say = (message: Message) => string;
