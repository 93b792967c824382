import Foundation
import Synchronization

/// What every program of the course does around its command.
package enum Program {
  /// The system's number for what first kept output from arriving; 0 where all of it has.
  private static let failure = Atomic<Int32>(0)

  /// Whether output has been lost, so that it is of no use to make more of it.
  package static var hasLostOutput: Bool { failure.load(ordering: .relaxed) != 0 }

  static func loseOutput(_ number: Int32) {
    _ = failure.compareExchange(expected: 0, desired: number, ordering: .relaxed)
  }

  /// Runs a command with the process's arguments and ends the process: with the command's status, or
  /// with a sentence where what it printed has not all arrived. Where nobody reads on, as after
  /// `| head`, that is no mistake.
  package static func main(_ run: ([String]) -> Int32) -> Never {
    // A file would get the number of a stream that is closed, and then what is printed.
    for stream: Int32 in 0...2 where fcntl(stream, F_GETFD) < 0 {
      _ = open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY)
    }
    // Then a write beyond the limit of a file's size fails, as on a full disk. What this process
    // starts has the signal's usual effect again.
    signal(SIGXFSZ) { _ in }
    let status = run(Array(CommandLine.arguments.dropFirst()))
    if fflush(nil) != 0 || close(STDOUT_FILENO) != 0 { loseOutput(errno) }
    let number = failure.load(ordering: .relaxed)
    if number == 0 || number == EPIPE { exit(status) }
    let reason = number == EBADF ? "it is closed" : String(cString: strerror(number))
    Terminal.standard.complain(
      UserError(
        "not all of the output has arrived: \(reason). Run this again with its output to a place "
          + "that takes it"))
    exit(ExitStatus.wrongUse.rawValue)
  }
}
