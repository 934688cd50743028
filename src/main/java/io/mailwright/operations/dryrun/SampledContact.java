package io.mailwright.operations.dryrun;

import io.mailwright.content.render.Recipient;
import java.util.Optional;

/** A recipient to try the template on. */
record SampledContact(long id, String emailKey, Optional<String> name, Recipient values) {}
