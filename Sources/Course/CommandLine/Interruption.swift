import Foundation
import Synchronization

/// Ctrl-C, the request to end and the end of the terminal, caught so that a training can finish its
/// step and save, and a grading can clear away what it made.
package enum Interruption {
  private static let isRequested = Atomic<Bool>(false)

  /// Catches the signals from now on, but for those that `nohup` or a shell has this process ignore.
  /// A second Ctrl-C ends the process at once; whatever is on the disk is whole even then. A terminal
  /// that is closed may say so twice, the system and the shell.
  package static func catchSignals() {
    isRequested.store(false, ordering: .relaxed)
    for number in signals {
      handle(number) { number in
        Interruption.isRequested.store(true, ordering: .relaxed)
        if number != SIGHUP { signal(number, SIG_DFL) }
      }
    }
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Handles a signal unless it is ignored.
  static func handle(_ number: Int32, by handler: (@convention(c) (Int32) -> Void)?) {
    var current = sigaction()
    guard sigaction(number, nil, &current) == 0 else { return }
    #if canImport(Darwin)
      let present = current.__sigaction_u.__sa_handler
    #else
      let present = current.__sigaction_handler.sa_handler
    #endif
    if unsafeBitCast(present, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self) {
      signal(number, handler)
    }
  }

  package static func stopCatchingSignals() {
    for number in signals { handle(number, by: SIG_DFL) }
    isRequested.store(false, ordering: .relaxed)
  }

  package static var wasRequested: Bool { isRequested.load(ordering: .relaxed) }
}
