package io.mailwright.runtime.settings;

import io.mailwright.kernel.secret.DerivedKeys;
import io.mailwright.kernel.secret.KeyFile;
import io.mailwright.kernel.secret.SealedSecrets;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import org.eclipse.microprofile.config.ConfigProvider;

/** The settings of this process, and the key that belongs to its data folder. */
@ApplicationScoped
public class SettingsProducer {
  @Produces
  @Singleton
  Settings settings() {
    return new Settings(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
  }

  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }

  @Produces
  @Singleton
  SecretBox secrets(Settings settings, SealedSecrets sealed, SecureRandom random) {
    return new SecretBox(KeyFile.in(settings.dataFolder(), sealed, random), random);
  }

  @Produces
  @Singleton
  DerivedKeys derivedKeys(Settings settings, SealedSecrets sealed, SecureRandom random) {
    return new DerivedKeys(KeyFile.in(settings.dataFolder(), sealed, random));
  }
}
