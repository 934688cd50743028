package io.mailwright.delivery.policy;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rules that come with the product, and before them those that the owner wrote. */
@ApplicationScoped
public class OwnReplyRules {
  /** In the data folder. */
  static final String FILE = "reply-rules.txt";

  @Produces
  @Singleton
  ReplyClassifier rules(Settings settings) {
    return in(settings.dataFolder());
  }

  /**
   * @throws MailwrightException if there is a file that is no table of rules; names the line
   */
  static ReplyClassifier in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return ReplyClassifier.standard();
    }
    try (Reader source = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return ReplyClassifier.read(source, "own " + FILE).before(ReplyClassifier.standard());
    } catch (IllegalArgumentException e) {
      throw new MailwrightException(ErrorCode.SETTING_UNUSABLE, e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
