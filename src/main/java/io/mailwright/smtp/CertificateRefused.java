package io.mailwright.smtp;

import io.mailwright.kernel.text.Wording;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A server's certificate was not taken, and what of it is wrong. */
public final class CertificateRefused extends CertificateException {
  private static final long serialVersionUID = 1L;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final int MOST_NAMES = 10;
  private static final int LONGEST_NAME = 200;

  private final ProbeFinding finding;
  private final transient Wording detail;

  private CertificateRefused(ProbeFinding finding, Wording detail, CertificateException cause) {
    super(said(cause) + " (" + detail.english() + ")", cause);
    this.finding = finding;
    this.detail = detail;
  }

  /**
   * What is wrong with a chain.
   *
   * @param chain as the server showed it, its own certificate first, at least one
   */
  static CertificateRefused of(X509Certificate[] chain, CertificateException cause) {
    for (X509Certificate certificate : chain) {
      Optional<Wording> outOfDate = outOfDate(certificate);
      if (outOfDate.isPresent()) {
        return new CertificateRefused(ProbeFinding.CERTIFICATE_OUT_OF_DATE, outOfDate.get(), cause);
      }
    }
    String names = names(chain[0]);
    if (!isAboutTrust(cause)) {
      return new CertificateRefused(
          ProbeFinding.CERTIFICATE_OF_ANOTHER,
          new Wording("It is for " + names, "证书适用于 " + names),
          cause);
    }
    String issuer = shown(chain[chain.length - 1].getIssuerX500Principal().getName());
    return new CertificateRefused(
        ProbeFinding.BAD_CERTIFICATE,
        new Wording(
            "It is for " + names + " and was issued by " + issuer,
            "证书适用于 " + names + "，签发者为 " + issuer),
        cause);
  }

  /** What was found, for a person who tests the connection. */
  ProbeFinding finding() {
    return finding;
  }

  /** The certificate's dates or names, as a sentence without a full stop. */
  public Wording detail() {
    return detail;
  }

  private static Optional<Wording> outOfDate(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return Optional.empty();
    } catch (CertificateExpiredException e) {
      String end = MINUTE.format(certificate.getNotAfter().toInstant());
      return Optional.of(new Wording("It expired on " + end, "证书已于 " + end + " 过期"));
    } catch (CertificateNotYetValidException e) {
      String start = MINUTE.format(certificate.getNotBefore().toInstant());
      return Optional.of(
          new Wording("It is valid only from " + start + " on", "证书自 " + start + " 起才有效"));
    }
  }

  private static boolean isAboutTrust(CertificateException cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof CertPathValidatorException || t instanceof CertPathBuilderException) {
        return true;
      }
    }
    return false;
  }

  private static String names(X509Certificate certificate) {
    List<String> names = List.of();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        names =
            alternatives.stream()
                .map(name -> name.get(1))
                .filter(String.class::isInstance)
                .map(name -> shown((String) name))
                .toList();
      }
    } catch (CertificateParsingException e) {
      SmtpLog.namesUnreadable(e);
    }
    return names.isEmpty()
        ? shown(certificate.getSubjectX500Principal().getName())
        : names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
            + (names.size() > MOST_NAMES ? " …" : "");
  }

  /** The server chose these words: they must not change how a page or terminal shows them. */
  private static String shown(String name) {
    String harmless = name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "\uFFFD");
    return harmless.length() <= LONGEST_NAME ? harmless : harmless.substring(0, LONGEST_NAME) + "…";
  }

  private static String said(CertificateException cause) {
    return shown(String.valueOf(cause.getMessage()));
  }
}
