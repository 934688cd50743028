package io.mailwright.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.routing.rate.Throttle;
import io.mailwright.routing.rate.ThrottleKind;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What providers and servers say when they have had enough. Addresses are those for examples. */
class ThrottlingRepliesTest {
  private final FailurePolicy policy = FailurePolicy.standard();

  private Optional<RouteSignal.Kind> heard(String wire) {
    SmtpReply reply = SmtpReply.parse(wire).orElseThrow();
    Verdict verdict =
        policy.judge(
            reply.isTransient()
                ? new Outcome.Deferred(Phase.RCPT, reply)
                : new Outcome.ContentRefused(Phase.DOT, reply));
    return verdict instanceof Verdict.Deferred deferred
        ? deferred.route().map(RouteSignal::kind)
        : Optional.empty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          421 4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address | Gmail
          421 4.7.0 Try again later, closing connection.                                    | Gmail
          451 4.7.650 The mail server [192.0.2.10] has been temporarily rate limited due to IP reputation. (S775) | Outlook
          451 4.7.500 Server busy. Please try again later from [192.0.2.10]. (S77719)       | Outlook
          451 4.7.500 Access denied, please try again later. AS(7812)                       | Outlook
          421 RP-001 The mail server IP connecting to Outlook.com server has exceeded the rate limit allowed | Outlook
          421 RP-002 The mail server IP connecting to Outlook.com server has exceeded the rate limit allowed on this connection | Outlook
          421 4.4.2 Message submission rate for this client has exceeded the configured limit | Exchange
          421 4.7.0 [TSS04] Messages from 192.0.2.10 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1 | Yahoo
          421 4.7.0 [TS01] Messages from 192.0.2.10 temporarily deferred due to user complaints - 4.16.55.1 | Yahoo
          421 4.7.0 [TS02] Messages from 192.0.2.10 temporarily deferred due to user complaints | Yahoo
          421 4.7.0 [IPTS04] Messages from 192.0.2.10 temporarily deferred due to unexpected volume | AOL
          421 4.7.1 Messages to you@icloud.example deferred due to excessive volume. Try again later | iCloud
          454 Throttling failure: Maximum sending rate exceeded.                            | Amazon SES
          550 Ip frequency limited [192.0.2.10]                                             | QQ
          550 Domain frequency limited                                                      | QQ
          550 5.7.1 发送频率过高，请稍后再试                                                     | Tencent
          421 HL:IFC 163 smtp14,EcCowAB 该IP短期内发送了大量信件，超过了网易的限制               | NetEase
          421 HL:REP 163 smtp1,C8Cow                                                        | NetEase
          451 MI:SFQ 163 smtp7,C8CowACH 发信人在15分钟内的发信数量超过限制                      | NetEase
          451 RP:QRC 163 smtp7,C8CowACH                                                     | NetEase
          450 MI:CEL 163 smtp5,DtOowAAX                                                     | NetEase
          451 RP:CEL 126 smtp2,DtOowAAX                                                     | NetEase
          552 too many same size mails                                                      | Sina
          450 4.7.1 Error: too much mail from 192.0.2.10                                    | Postfix
          450 4.7.1 <h[192.0.2.10]>: Client host rejected: sorry, max 50 messages per hour  | Postfix policy
          550 Domain shop.example has exceeded the max emails per hour (125/100 (125%)) allowed. Message discarded. | cPanel
          452 4.3.1 Slow down                                                               | general
          450 Too many messages, please reduce your sending rate                            | general
          450 Hourly limit reached                                                          | general
          """)
  void hearsThatMailsAreTooMany(String wire, String from) {
    assertThat(heard(wire)).as(from).contains(RouteSignal.Kind.THROTTLED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend your message at a later time.",
        "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages"
      })
  void slowsNoSiteForOneMailboxThatTakesNoMore(String wire) {
    assertThat(heard(wire)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          421 4.7.0 mx.example.net Error: too many connections from 192.0.2.10              | Postfix
          421 4.3.2 All server ports are busy                                               | postscreen
          421 Too many concurrent SMTP connections from this IP address; please try again later. | Exim
          421 4.7.0 Too many concurrent connections from your address                       | general
          421 4.3.2 Too many open connections.                                              | Sendmail
          421 4.3.2 Connection rate limit exceeded.                                         | Sendmail
          421 4.3.2 The maximum number of concurrent connections has exceeded a limit, closing transmission channel | Exchange
          432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.example/concurrent_sending | Microsoft 365
          421 RP-003 The mail server IP connecting to Outlook.com server has exceeded the connection limit allowed | Outlook
          421 4.4.5 Too many sessions from your network                                     | general
          450 4.3.2 Too many simultaneous connections                                       | general
          550 Connection frequency limited                                                  | QQ
          421 HL:ICC 163 smtp15,D9GowECJ 该IP同时并发连接数过大，超过了网易的限制              | NetEase
          421 连接过于频繁，请稍后再试                                                         | general
          """)
  void hearsThatConnectionsAreTooMany(String wire, String from) {
    assertThat(heard(wire)).as(from).contains(RouteSignal.Kind.CONNECTIONS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          454 Throttling failure: Daily message quota exceeded.                             | Amazon SES
          550 5.4.5 Daily user sending quota exceeded. g12-20020a5 - gsmtp                  | Gmail
          550 5.4.5 Daily SMTP relay limit exceeded for customer. For more information      | Gmail
          452 4.5.3 You have exceeded your limit of messages per day                        | general
          550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients | Microsoft 365
          554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException          | Microsoft 365
          550 MI:STC 163 smtp9,DtGowABX 发件人当天内累计邮件数量超过限制                        | NetEase
          550 RP:TRC 163 smtp9,DtGowABX                                                     | NetEase
          550 今日发信数量已达到上限                                                            | general
          450 Maximum of 500 recipients in 24 hours reached                                 | general
          """)
  void hearsThatTheDayIsUsedUp(String wire, String from) {
    assertThat(heard(wire)).as(from).contains(RouteSignal.Kind.QUOTA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          450 MI:DMC 163 smtp8,DNGowABX 当前连接发送的邮件数量超出限制                          | NetEase
          450 RP:DRC 163 smtp8,DNGowABX                                                     | NetEase
          421 Max message per connection reached, closing transmission channel              | Yahoo
          421 4.7.0 Too many messages for this session                                      | general
          452 4.5.3 Too many recipients during this connection                              | general
          421 4.5.0 Maximum number of messages per connection exceeded                      | general
          """)
  void hearsThatAConnectionIsUsedUp(String wire, String from) {
    assertThat(heard(wire)).as(from).contains(RouteSignal.Kind.SESSION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          550 5.7.1 Unfortunately, messages from [192.0.2.10] weren't sent. Part of their network is on our block list (S3150) | Outlook
          550 5.7.606 Access denied, banned sending IP [192.0.2.10]                         | Microsoft 365
          550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP | Microsoft 365
          553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.10, because the ip is in Spamhaus's list | Yahoo
          421 4.7.1 [TS03] All messages from 192.0.2.10 will be permanently deferred; Retrying will NOT succeed | Yahoo
          550 5.7.1 Mail from IP 192.0.2.10 was rejected due to listing in Proofpoint Dynamic Reputation | iCloud
          450 4.7.1 Service unavailable; Client host [192.0.2.10] blocked using zen.spamhaus.org | Postfix
          450 DT:RBL 163 smtp3,DtOowAAX 发信IP位于一个或多个RBL里                              | NetEase
          554 HL:IHU 163 smtp3,DtOowAAX 发信IP因发送垃圾邮件被暂时挂起                          | NetEase
          554 IP in blacklist                                                               | NetEase
          550 black ip.                                                                     | Sina
          550 Suspected spam ip                                                             | QQ
          """)
  void hearsThatTheAddressIsListed(String wire, String from) {
    assertThat(heard(wire)).as(from).contains(RouteSignal.Kind.BLOCKED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          451 4.7.1 [GL01] Message from (192.0.2.10) temporarily deferred                   | greylisting
          452 4.2.2 The mailbox quota is exceeded; cleaned in 24 hours                      | a full mailbox
          451 DT:SPM 163 smtp5,DtOowAAX, please try again                                   | content, for now
          450 4.1.1 Mailbox unavailable                                                     | the recipient
          """)
  void slowsNothingForWhatIsNotAboutRates(String wire, String what) {
    assertThat(heard(wire)).as(what).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          450 4.3.2 Service currently unavailable                                           | postscreen's own greylisting
          451 4.3.0 Temporary lookup failure                                                | trouble inside
          """)
  void hearsOfAFaultThatSlowsNothingByItself(String wire, String what) {
    assertThat(heard(wire)).as(what).contains(RouteSignal.Kind.FAULT);
    assertThat(RouteSignal.Kind.FAULT.signal().throttle(wire)).as(what).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(RouteSignal.Kind.class)
  void saysOfWhatTheSiteWantsLess(RouteSignal.Kind kind) {
    Optional<ThrottleKind> less = kind.signal().throttle("words").map(Throttle::kind);
    switch (kind) {
      case THROTTLED -> assertThat(less).contains(ThrottleKind.RATE);
      case CONNECTIONS -> assertThat(less).contains(ThrottleKind.CONNECTIONS);
      case QUOTA -> assertThat(less).contains(ThrottleKind.QUOTA);
      case UNREACHABLE, TLS, LOGIN, SESSION, FAULT, BLOCKED, POLICY, REFUSED ->
          assertThat(less).isEmpty();
    }
  }
}
