package io.mailwright.smtp;

import io.mailwright.kernel.text.Wording;

/** What a line of a session's dialog means, for people who do not speak SMTP. */
public enum DialogMeaning {
  /** 220 at the start. */
  GREETING("The server answers and is ready", "服务器已应答,准备就绪"),
  /** EHLO or HELO. */
  HELLO("We say who we are and ask what the server can do", "我们表明身份,并询问服务器支持哪些功能"),
  /** The answer to it. */
  OFFER("The server says what it can do", "服务器列出它支持的功能"),
  /** STARTTLS. */
  SECURE("We ask to encrypt the connection", "我们请求加密连接"),
  /** The answer to it. */
  SECURING("The server agrees; the connection is encrypted from here on", "服务器同意,此后连接已加密"),
  /** AUTH and what follows it. */
  LOGIN("We log in; the password is not shown", "我们登录,密码不显示"),
  /** 334. */
  LOGIN_GOES_ON("The server asks for the next part of the log-in", "服务器要求提供登录的下一部分"),
  /** 235. */
  LOGGED_IN("The log-in is accepted", "登录成功"),
  /** NOOP. */
  CHECK("We check that the server takes commands", "我们检查服务器是否接受命令"),
  /** The answer to it. */
  CHECKED("It does", "服务器接受命令"),
  /** QUIT. */
  GOODBYE("We say goodbye; no mail was sent", "我们结束会话,没有发送任何邮件"),
  /** The answer to it. */
  GOODBYE_ANSWERED("The server says goodbye", "服务器结束会话"),
  /** 4yz. */
  NOT_NOW(
      "The server cannot or will not do this now; a later try may work", "服务器暂时无法或不愿执行,稍后重试可能成功"),
  /** 5yz. */
  REFUSED("The server refuses this", "服务器拒绝了此操作"),
  /** Anything else. */
  OTHER("Another answer of the server", "服务器的其他回复");

  private final Wording wording;

  DialogMeaning(String english, String chinese) {
    this.wording = new Wording(english, chinese);
  }

  /** The meaning as a sentence without a full stop. */
  public Wording wording() {
    return wording;
  }
}
