package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.text.Wording;

/** What talking to a mailbox's server showed, and what a person can do about it. */
public enum MailboxFinding {
  READY("The mailbox can be read", "邮箱可以读取"),
  UNKNOWN_HOST(
      "The host's name is not known. Check its spelling, and that this machine can look names up",
      "找不到该主机名。请检查拼写，以及本机能否解析域名"),
  UNREACHABLE(
      "No connection could be made. Check host and port, that the server runs, and that no firewall"
          + " stands between",
      "无法建立连接。请检查主机和端口、服务器是否在运行，以及是否被防火墙阻挡"),
  NO_ANSWER(
      "The server does not answer in time. Check the port (a port for TLS from the start is silent"
          + " without it) and a firewall between",
      "服务器未及时应答。请检查端口（直接 TLS 的端口在未加密时不会应答）以及防火墙"),
  CLOSED(
      "The server closed the connection. It may be busy, or allow fewer connections; it is tried again",
      "服务器关闭了连接。它可能繁忙，或限制了连接数；系统会再次尝试"),
  OTHER_PROTOCOL(
      "What answers there does not speak this protocol. Check protocol and port",
      "该端口应答的不是此协议。请检查协议和端口"),
  GREETING_REFUSED(
      "The server refuses to talk to this machine. Read its words; its operator can help",
      "服务器拒绝与本机通信。请看服务器的原话并联系其管理员"),
  NO_STARTTLS(
      "The server does not encrypt by STARTTLS. Choose the encryption that it offers; turn"
          + " encryption off only for a server on this machine",
      "服务器不支持 STARTTLS 加密。请选择它支持的加密方式；只有本机服务器才可关闭加密"),
  NO_TLS(
      "No encrypted connection could be agreed on. Check that port and kind of encryption belong"
          + " together",
      "无法建立加密连接。请检查端口与加密方式是否匹配"),
  BAD_CERTIFICATE(
      "The server's certificate is not accepted. If it is your own, add its issuer's certificate in"
          + " PEM form (caPem)",
      "服务器证书未被接受。如果是自签名证书，请以 PEM 格式添加其签发者的证书（caPem）"),
  LOGIN_NOT_SAFE(
      "The log-in is not sent over a connection without encryption. Choose an encryption that the"
          + " server offers",
      "登录信息不会通过未加密的连接发送。请选择服务器支持的加密方式"),
  LOGIN_NOT_OFFERED(
      "The server does not offer this way of logging in. Choose the other one",
      "服务器不支持此登录方式。请选择另一种方式"),
  LOGIN_REFUSED("The server refuses the log-in. Check user name and password", "服务器拒绝登录。请检查用户名和密码"),
  TOKEN_REFUSED(
      "The server refuses the token. It may have expired (give a new one, or let it be fetched), or"
          + " be for another user or scope",
      "服务器拒绝了令牌。令牌可能已过期（请提供新的令牌，或设置自动获取），或属于其他用户或权限范围"),
  TOKEN_NO_ANSWER(
      "The token endpoint does not answer as it should. Check its URL, and that this machine may"
          + " reach it; it is tried again",
      "令牌端点没有正常应答。请检查其网址以及本机能否访问；系统会再次尝试"),
  TOKEN_FORBIDDEN(
      "The token endpoint is not called: its address is not public. An admin of the server can allow"
          + " its network by MAILWRIGHT_WEBHOOK_NETWORKS",
      "未调用令牌端点：其地址不是公网地址。服务器管理员可通过 MAILWRIGHT_WEBHOOK_NETWORKS 允许该网络"),
  TOKEN_CLIENT(
      "The token endpoint does not accept the client. Check client ID and client secret; the secret"
          + " may have expired",
      "令牌端点不接受该客户端。请检查客户端 ID 和客户端密钥；密钥可能已过期"),
  TOKEN_GRANT(
      "The token endpoint does not accept the refresh token. It has expired or was revoked: sign in"
          + " once more and give the new one",
      "令牌端点不接受刷新令牌。它已过期或被撤销，请重新登录并填写新的刷新令牌"),
  TOKEN_KIND(
      "The token endpoint does not allow this client this kind of grant. Choose the other one, or"
          + " allow it where the client is registered",
      "令牌端点不允许该客户端使用此授权方式。请选择另一种方式，或在客户端注册处允许它"),
  TOKEN_SCOPE(
      "The token endpoint does not give this scope. Check it, and what the client may ask for",
      "令牌端点不授予此权限范围（scope）。请检查其写法以及客户端可申请的权限"),
  TOKEN_DENIED("The token endpoint gives no token. Read its words", "令牌端点未给出令牌。请看其原话"),
  NO_FOLDER(
      "The folder cannot be opened. Check its name, and that this user may read and change it",
      "无法打开该文件夹。请检查名称，以及该用户是否有读写权限"),
  REFUSED("The server refuses a command that is needed. Read its words", "服务器拒绝了必要的命令。请看服务器的原话"),
  NONSENSE(
      "The server's answer cannot be understood, or has no end. The connection was cut",
      "服务器的应答无法理解或没有结束。连接已断开");

  private final Wording wording;

  MailboxFinding(String english, String chinese) {
    this.wording = new Wording(english, chinese);
  }

  /** As sentences without the last full stop. */
  public Wording wording() {
    return wording;
  }
}
