import Course
import Foundation

/// What a program may use up before it is ended.
struct ResourceLimits {
  /// By the clock, for the case that a program waits without computing.
  let seconds: Double
  let processorSeconds: Int
  /// Address space, in MiB.
  let memory: Int
  /// Each file that it writes, in MiB.
  let fileSize: Int

  /// For one test, `testTimeLimit` or `longTestTimeLimit`.
  static func test(seconds: Double) -> ResourceLimits {
    ResourceLimits(
      seconds: 6 * seconds, processorSeconds: Int(seconds), memory: 2048, fileSize: 8)
  }
  /// For reading one chapter of a submission.
  static let screening = ResourceLimits(
    seconds: 60, processorSeconds: 10, memory: 2048, fileSize: 64)
  /// For one call of the compiler or the linker.
  static func compiler(seconds: Double) -> ResourceLimits {
    ResourceLimits(seconds: seconds, processorSeconds: 20, memory: 6144, fileSize: 128)
  }
}

/// Runs programs that somebody else wrote: with limits always, and in a sandbox without network
/// where this system offers one.
struct Confinement: Sendable {
  /// In words that follow "graded in".
  enum Sandbox: String {
    case bubblewrap = "bubblewrap's sandbox"
    case sandboxExec = "the sandbox of macOS"
    case limitsAlone = "processes with limits, without a sandbox"
  }

  let sandbox: Sandbox

  /// What a program sees of the file system.
  struct View {
    /// Whether it sees everything, without being able to change it: for the compiler.
    var seesAll = false
    /// Folders and files that it may read.
    var readable: [String] = []
    /// Folders that it may write to.
    var writable: [String] = []
    /// Folders that hold what it must not see, where only a list of those is possible.
    var hidden: [String] = []
  }

  init(_ sandbox: Sandbox = working) { self.sandbox = sandbox }

  /// The first that works on this system.
  static let working: Sandbox = {
    let candidates: [(Sandbox, [String])] = [
      (.bubblewrap, bubblewrap(View(seesAll: true)) + ["/bin/sh", "-c", "exit 0"]),
      (.sandboxExec, [seatbelt, "-p", "(version 1)(allow default)", "/usr/bin/true"]),
    ]
    let folder = FileManager.default.temporaryDirectory
    return candidates.first { runChild($0.1, in: folder, seconds: 10).end == .exited(0) }?.0
      ?? .limitsAlone
  }()

  /// Runs a program.
  ///
  /// - Parameters:
  ///   - environment: all that it gets of one.
  ///   - input: a file whose text is its standard input; the file is removed before it begins.
  func run(
    _ arguments: [String], in folder: URL, _ view: View, _ limits: ResourceLimits,
    environment: [String: String] = [:], input: URL? = nil
  ) -> ChildOutcome {
    if Interruption.wasRequested { return ChildOutcome(end: .notStarted(EINTR), output: "") }
    let plain = ["PATH": "/usr/bin:/bin", "HOME": "/tmp", "LC_ALL": "C.UTF-8"]
    let settings = plain.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }.sorted()
    let script = Self.script(limits, readsInput: input != nil)
    let outcome = runChild(
      ["/bin/sh", "-c", script, input?.path ?? "-"] + confining(view)
        + ["/usr/bin/env", "-i"] + settings + arguments,
      in: folder, seconds: limits.seconds, endsFlood: true)
    // Bubblewrap tells of a signal as a shell does, in its own exit status.
    var end = outcome.end
    if sandbox == .bubblewrap, case .exited(let status) = end, (129...160).contains(status) {
      end = .signalled(status - 128)
    }
    return ChildOutcome(
      end: end, output: outcome.output, processorSeconds: outcome.processorSeconds
    ).limited(toProcessorSeconds: limits.processorSeconds)
  }

  /// Sets limits, which every process that follows inherits and none can raise. What a system does
  /// not know is left out.
  private static func script(_ limits: ResourceLimits, readsInput: Bool) -> String {
    let processes = processLimit.map { limit in
      "ulimit -u \(limit) 2>/dev/null || ulimit -p \(limit) 2>/dev/null"
    }
    return """
      ulimit -c 0
      ulimit -St \(limits.processorSeconds) && ulimit -Ht \(limits.processorSeconds + 2)
      ulimit -v \(limits.memory * 1024) 2>/dev/null
      ulimit -f \(limits.fileSize * 2048)
      ulimit -n 256
      \(processes ?? "")
      \(readsInput ? "exec <\"$0\"; rm -f \"$0\"" : "")
      exec "$@"
      """
  }

  /// How many processes and threads this user may have: those of now and some more. The system
  /// counts all of a user's together. Nil where it does not list them.
  private static var processLimit: Int? {
    let processes = PackageFolder(root: URL(fileURLWithPath: "/proc"))
    let threads = processes.names(in: "").filter { name in
      var status = stat()
      return name.first?.isNumber == true && stat(processes.url(name).path, &status) == 0
        && status.st_uid == getuid()
    }.map { max(1, processes.names(in: "\($0)/task").count) }
    return threads.isEmpty ? nil : threads.reduce(128, +)
  }

  // MARK: Sandboxes

  /// What stands before a command.
  private func confining(_ view: View) -> [String] {
    switch sandbox {
    case .bubblewrap: Self.bubblewrap(view)
    case .sandboxExec: [Self.seatbelt, "-p", Self.profile(view)]
    case .limitsAlone: []
    }
  }

  private static func bubblewrap(_ view: View) -> [String] {
    let system = ["/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache"]
    var words = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session"]
    words += view.seesAll ? ["--ro-bind", "/", "/"] : system.flatMap { ["--ro-bind-try", $0, $0] }
    words += ["--dev", "/dev", "--proc", "/proc"] + (view.seesAll ? [] : ["--tmpfs", "/tmp"])
    words += view.readable.flatMap { ["--ro-bind-try", $0, $0] }
    words += view.writable.flatMap { ["--bind", $0, $0] }
    return words + ["--chdir", view.seesAll ? view.writable.first ?? "/" : "/"]
  }

  private static let seatbelt = "/usr/bin/sandbox-exec"

  /// The profile allows what it does not name: the system's own frameworks need more of it than a
  /// list could say. Of two rules that fit, the later counts.
  static func profile(_ view: View) -> String {
    func paths(_ list: [String]) -> String {
      list.map { path in
        let real = withoutLinks(path).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "(subpath \"\(real)\")"
      }.joined(separator: " ")
    }
    return "(version 1)(allow default)(deny network*)(deny file-write*)"
      + "(allow file-write* (literal \"/dev/null\") \(paths(view.writable)))"
      + (view.hidden.isEmpty ? "" : "(deny file-read* \(paths(view.hidden)))")
      + (view.readable.isEmpty ? "" : "(allow file-read* \(paths(view.readable)))")
  }

  /// The path that the system's rules are held against: of `/tmp/a` on macOS `/private/tmp/a`, whose
  /// `/private` Foundation's `resolvingSymlinksInPath` takes away again.
  private static func withoutLinks(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
