import Foundation
import Synchronization

/// Ctrl-C and the request to end, caught so that a training can finish its step and
/// save, and a grading can clear away what it made.
package enum Interruption {
  private static let isRequested = Atomic<Bool>(false)

  /// Catches the signals from now on. A second Ctrl-C ends the process at once; whatever is on the
  /// disk is whole even then.
  package static func catchSignals() {
    isRequested.store(false, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.isRequested.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  package static func stopCatchingSignals() {
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    isRequested.store(false, ordering: .relaxed)
  }

  package static var wasRequested: Bool { isRequested.load(ordering: .relaxed) }
}
