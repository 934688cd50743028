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
  /** 334 in answer to a token. */
  TOKEN_REFUSED("The server does not take the token, and says why", "服务器不接受令牌,并说明了原因"),
  /** An empty line. */
  LOGIN_ENDED("We end the log-in, so that the server says its last word", "我们结束登录,让服务器给出最终答复"),
  /** 235. */
  LOGGED_IN("The log-in is accepted", "登录成功"),
  /** MAIL FROM. */
  CHECK(
      "We ask whether the server takes mail now, from an empty sender as delivery reports have",
      "我们询问服务器现在是否接受邮件,发件人留空,如同退信报告"),
  /** The answer to it. */
  CHECKED("It does", "服务器接受邮件"),
  /** RSET. */
  TAKE_BACK("We take that back, so that no mail is sent", "我们撤回请求,因此不会发送邮件"),
  /** The answer to it. */
  TAKEN_BACK("The server forgets it", "服务器已取消"),
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
