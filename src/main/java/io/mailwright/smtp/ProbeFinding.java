package io.mailwright.smtp;

import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.delivery.policy.ReplyMeaning;
import io.mailwright.kernel.error.Causes;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.kernel.text.Wording;
import java.io.EOFException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;

/** What a test of a connection found, and what a person can do about it. */
public enum ProbeFinding {
  /** All steps went well. */
  READY("The server is ready for mail", "此服务器可以接收邮件"),
  /** All steps went well, but it takes no empty sender. */
  READY_FOR_SENDERS(
      "The server answers and takes commands, but no mail without a sender. Whether it takes yours"
          + " shows a test mail of a campaign",
      "服务器已应答并接受命令，但不接受发件人为空的邮件。它是否接受您的发件人，请用活动的测试邮件确认"),
  /** No address for the host's name. */
  UNKNOWN_HOST(
      "The host's name is not known. Check its spelling, and that this machine can look names up",
      "找不到该主机名。请检查拼写，以及本机能否解析域名"),
  /** The address to connect from is not here. */
  SOURCE_NOT_HERE(
      "The source address is none of this machine's. Give the address to this machine's network"
          + " card, or take the source away from the server",
      "源地址不是本机的地址。请在本机网卡上配置该地址，或从服务器设置中移除此源地址"),
  /** Nobody listens, or no way there. */
  UNREACHABLE(
      "No connection could be made. Check host and port, that the server runs, and that no firewall"
          + " stands between",
      "无法建立连接。请检查主机和端口、服务器是否在运行，以及是否被防火墙阻挡"),
  /** Connected, then silence. */
  NO_ANSWER(
      "The server does not answer in time. Check the port (a port for TLS from the start is silent"
          + " without it) and a firewall between",
      "服务器未及时应答。请检查端口（直接 TLS 的端口在未加密时不会应答）以及防火墙"),
  /** It hung up. */
  CLOSED(
      "The server closed the connection. It may refuse this machine's address, or have too many"
          + " connections; ask its operator",
      "服务器关闭了连接。它可能拒绝本机地址，或连接数过多；请联系其管理员"),
  /** 4yz or 5yz at the greeting. */
  GREETING_REFUSED(
      "The server refuses to talk to this machine. Read its words below; its operator can let this"
          + " machine's address in",
      "服务器拒绝与本机通信。请看下方服务器的原话；其管理员可以放行本机地址"),
  /** What answers is no SMTP server. */
  NOT_SMTP("What answers there does not speak SMTP. Check the port", "该端口应答的不是 SMTP 服务。请检查端口"),
  /** STARTTLS is not offered, or refused. */
  NO_STARTTLS(
      "The server does not encrypt by STARTTLS. Choose the encryption that it offers; turn"
          + " encryption off only for a server on this machine",
      "服务器不支持 STARTTLS 加密。请选择它支持的加密方式；只有本机服务器才可关闭加密"),
  /** Nobody who is trusted vouches for the certificate. */
  BAD_CERTIFICATE(
      "The server's certificate is not trusted: nobody known here vouches for it. If it is your own"
          + " or your company's, add the certificate of its issuer in PEM form to this server as an"
          + " extra certificate (caPem)",
      "服务器证书不受信任：没有已知的签发者为其担保。如果是自签名或公司内部证书，请将其签发者的证书（PEM 格式）添加到此服务器的附加证书" + "（caPem）中"),
  /** Its time is over, or has not come. */
  CERTIFICATE_OUT_OF_DATE(
      "The server's certificate, or one of its issuers', is out of date. Its operator has to renew it;"
          + " check this machine's clock, too",
      "服务器证书或其签发者的证书不在有效期内。请联系其管理员更新证书，并检查本机时钟"),
  /** It is another host's. */
  CERTIFICATE_OF_ANOTHER(
      "The server's certificate is for another name than the host that is set. Set one of the names"
          + " that it is for, if that is the server you mean",
      "服务器证书所属的名称与设置的主机名不符。如果确实是您要使用的服务器，请将主机设置为证书所属的名称之一"),
  /** The handshake failed otherwise. */
  NO_TLS(
      "No encrypted connection could be agreed on. Check that port and kind of encryption belong"
          + " together",
      "无法建立加密连接。请检查端口与加密方式是否匹配"),
  /** EHLO and HELO refused. */
  HELLO_REFUSED(
      "The server refuses our greeting. Read its words below; it may want a host name that it can"
          + " look up",
      "服务器拒绝了我们的问候。请看下方服务器的原话；它可能要求可解析的主机名"),
  /** The log-in method is not offered. */
  LOGIN_NOT_OFFERED(
      "The server does not offer this way of logging in. Choose another, or none",
      "服务器不支持此登录方式。请选择其他方式或不登录"),
  /** It would go in the clear. */
  LOGIN_NOT_SAFE(
      "The log-in is not sent over a connection without encryption. Choose an encryption that the"
          + " server offers",
      "登录信息不会通过未加密的连接发送。请选择服务器支持的加密方式"),
  /** 4yz or 5yz at AUTH. */
  LOGIN_REFUSED(
      "The server refuses the log-in. Check user name and password or token",
      "服务器拒绝登录。请检查用户名和密码或令牌"),
  /** 530 5.7.0 and its like: STARTTLS first. */
  TLS_WANTED(
      "The server takes mail only over an encrypted connection. Choose STARTTLS as the encryption",
      "服务器只通过加密连接接收邮件。请将加密方式设为 STARTTLS"),
  /** 530: a log-in first. */
  LOGIN_WANTED(
      "The server takes mail only after a log-in. Choose a way of logging in, with user name and"
          + " password or token",
      "服务器要求先登录才接收邮件。请选择登录方式，并填写用户名和密码或令牌"),
  /** MAIL refused for where it comes from, or put off. */
  MAIL_REFUSED(
      "The server takes no mail from this machine now. Read its words below",
      "服务器目前不接收来自本机的邮件。请看下方服务器的原话"),
  /** Anything else. */
  FAILED("This step failed. The dialog shows how far it went", "此步骤失败。对话记录显示进行到了哪一步");

  private static final ReplyClassifier RULES = ReplyClassifier.standard();

  private final Wording wording;

  ProbeFinding(String english, String chinese) {
    this.wording = new Wording(english, chinese);
  }

  /** What was found and what to do, as sentences without the last full stop. */
  public Wording wording() {
    return wording;
  }

  /** What a session that could not be opened shows. */
  static ProbeFinding of(RouteFailure failure) {
    Optional<CertificateRefused> certificate = Causes.find(failure, CertificateRefused.class);
    if (certificate.isPresent()) {
      return certificate.get().finding();
    }
    Optional<NotOffered> missing = Causes.find(failure, NotOffered.class);
    if (missing.isPresent()) {
      return missing.get().finding();
    }
    if (failure.reply().isPresent()) {
      return refused(failure.phase(), failure.reply().get());
    }
    if (failure.phase() == Phase.AUTH
        && Causes.find(failure, java.io.IOException.class).isEmpty()) {
      return LOGIN_REFUSED;
    }
    return lost(failure, failure.phase());
  }

  /** What was found in a session that could not be opened, with what is known only of this one. */
  static Wording explained(RouteFailure failure) {
    Wording general = of(failure).wording();
    return Causes.find(failure, CertificateRefused.class)
        .map(CertificateRefused::detail)
        .map(
            detail ->
                new Wording(
                    general.english() + ". " + detail.english(),
                    general.chinese() + "。" + detail.chinese()))
        .orElse(general);
  }

  private static ProbeFinding refused(Phase at, SmtpReply reply) {
    if (at != Phase.TLS && RULES.classify(reply) == ReplyMeaning.TLS) {
      return TLS_WANTED;
    }
    return switch (at) {
      case SOURCE, CONNECT -> GREETING_REFUSED;
      case TLS -> NO_STARTTLS;
      case EHLO -> HELLO_REFUSED;
      case AUTH -> LOGIN_REFUSED;
      case MAIL, RCPT, DATA, DOT -> mailRefused(reply);
    };
  }

  /** What a refused MAIL shows. Some servers only refuse that the sender is empty. */
  static ProbeFinding mailRefused(SmtpReply reply) {
    return switch (RULES.classify(reply)) {
      case TLS -> TLS_WANTED;
      case LOGIN -> LOGIN_WANTED;
      case BLOCK_LIST, POLICY, THROTTLE, CONNECTIONS, QUOTA, SESSION -> MAIL_REFUSED;
      case DEAD_ADDRESS, RECIPIENT, CONTENT, SENDER, UNSURE, UNKNOWN ->
          reply.isPermanent() ? READY_FOR_SENDERS : MAIL_REFUSED;
    };
  }

  /** What a connection that broke at a step shows. */
  static ProbeFinding lost(Throwable thrown, Phase at) {
    if (Causes.has(thrown, UnknownHostException.class)) {
      return UNKNOWN_HOST;
    }
    if (Causes.has(thrown, CertificateException.class)
        || Causes.has(thrown, CertPathValidatorException.class)) {
      return BAD_CERTIFICATE;
    }
    if (Causes.has(thrown, BindException.class)) {
      return SOURCE_NOT_HERE;
    }
    if (Causes.has(thrown, SocketTimeoutException.class)) {
      return NO_ANSWER;
    }
    if (Causes.has(thrown, ConnectException.class)
        || Causes.has(thrown, NoRouteToHostException.class)) {
      return UNREACHABLE;
    }
    if (at == Phase.TLS) {
      return NO_TLS;
    }
    if (Causes.has(thrown, EOFException.class)) {
      return CLOSED;
    }
    return at == Phase.CONNECT ? NOT_SMTP : FAILED;
  }
}
