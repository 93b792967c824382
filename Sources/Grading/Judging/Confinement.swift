import Course
import Foundation

/// What a program may use up before it is ended.
struct ResourceLimits: Sendable {
  /// By the clock, for the case that a program waits without computing.
  var seconds: Double
  var processorSeconds: Int
  /// Address space, in MiB.
  var memory: Int
  /// Each file that it writes, in MiB.
  var fileSize: Int
  /// What it prints, in bytes.
  var output = 1 << 20

  /// For one test.
  static let test = ResourceLimits(
    seconds: 6 * testTimeLimit, processorSeconds: Int(testTimeLimit), memory: 2048, fileSize: 8)
  /// For compiling or linking one chapter.
  static let compiler = ResourceLimits(
    seconds: 300, processorSeconds: 30, memory: 6144, fileSize: 128)
}

/// Runs programs that somebody else wrote: with limits always, and in a sandbox without network
/// where this system offers one.
struct Confinement: Sendable {
  enum Sandbox: Equatable, Sendable {
    case bubblewrap
    /// Of macOS.
    case sandboxExec
    case limitsAlone
  }

  let sandbox: Sandbox

  /// What serves, in words that follow "graded in".
  var words: String {
    switch sandbox {
    case .bubblewrap: "bubblewrap's sandbox"
    case .sandboxExec: "the sandbox of macOS"
    case .limitsAlone: "processes with limits, without a sandbox"
    }
  }

  /// What a program sees of the file system.
  struct View: Sendable {
    /// Whether it sees everything, without being able to change it: for the compiler.
    var seesAll = false
    /// Folders and files that it may read.
    var readable: [String] = []
    /// Folders that it may write to.
    var writable: [String] = []
    /// Folders that hold what it must not see, where only a list of those is possible.
    var hidden: [String] = []
  }

  /// - Parameter sandbox: nil takes the first that works on this system.
  init(_ sandbox: Sandbox? = nil) {
    self.sandbox = sandbox ?? Self.working
  }

  private static let working: Sandbox = {
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
    let plain = ["PATH": "/usr/bin:/bin", "HOME": "/tmp", "LC_ALL": "C.UTF-8"]
    let settings = plain.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }.sorted()
    let command = wrapped(["/usr/bin/env", "-i"] + settings + arguments, view)
    let outcome = runChild(
      ["/bin/sh", "-c", Self.script(limits, readsInput: input != nil), input?.path ?? "-"]
        + command,
      in: folder, seconds: limits.seconds, keeping: limits.output, endsFlood: true)
    return sandbox == .bubblewrap ? Self.told(by: outcome) : outcome
  }

  /// Bubblewrap tells of a signal as a shell does, in its own exit status.
  private static func told(by outcome: ChildOutcome) -> ChildOutcome {
    guard case .exited(let status) = outcome.end, (129...160).contains(status) else {
      return outcome
    }
    return ChildOutcome(end: .signalled(status - 128), output: outcome.output)
  }

  /// Sets limits, which every process that follows inherits and none can raise. What a system does
  /// not know is left out.
  private static func script(_ limits: ResourceLimits, readsInput: Bool) -> String {
    var lines = [
      "ulimit -c 0",
      "ulimit -St \(limits.processorSeconds) && ulimit -Ht \(limits.processorSeconds + 2)",
      "ulimit -v \(limits.memory * 1024) 2>/dev/null",
      "ulimit -f \(limits.fileSize * 2048)",
      "ulimit -n 256",
    ]
    if let limit = processLimit {
      lines.append("ulimit -u \(limit) 2>/dev/null || ulimit -p \(limit) 2>/dev/null")
    }
    if readsInput { lines.append("exec <\"$0\"; rm -f \"$0\"") }
    lines.append("exec \"$@\"")
    return lines.joined(separator: "\n")
  }

  /// How many processes and threads this user may have: those of now and some more. The system
  /// counts all of a user's together.
  private static var processLimit: Int? {
    let folder = "/proc"
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return nil
    }
    let own = names.filter { name in
      var status = stat()
      return name.first?.isNumber == true && stat("\(folder)/\(name)", &status) == 0
        && status.st_uid == getuid()
    }
    let threads = own.map { name in
      (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)/task"))?.count ?? 1
    }
    return threads.reduce(0, +) + 128
  }

  // MARK: Sandboxes

  private func wrapped(_ command: [String], _ view: View) -> [String] {
    switch sandbox {
    case .bubblewrap: Self.bubblewrap(view) + command
    case .sandboxExec: [Self.seatbelt, "-p", Self.profile(view)] + command
    case .limitsAlone: command
    }
  }

  private static func bubblewrap(_ view: View) -> [String] {
    var words = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session"]
    if view.seesAll {
      words += ["--ro-bind", "/", "/"]
    } else {
      for path in ["/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache"] {
        words += ["--ro-bind-try", path, path]
      }
    }
    words += ["--dev", "/dev", "--proc", "/proc"]
    if !view.seesAll { words += ["--tmpfs", "/tmp"] }
    for path in view.readable { words += ["--ro-bind-try", path, path] }
    for path in view.writable { words += ["--bind", path, path] }
    return words + ["--chdir", view.seesAll ? view.writable.first ?? "/" : "/"]
  }

  private static let seatbelt = "/usr/bin/sandbox-exec"

  /// The profile allows what it does not name: the system's own frameworks need more of it than a
  /// list could say. Of two rules that fit, the later counts.
  static func profile(_ view: View) -> String {
    func paths(_ list: [String]) -> String {
      list.map { path in
        let real = withoutLinks(path).replacing("\\", with: "\\\\")
        return "(subpath \"\(real.replacing("\"", with: "\\\""))\")"
      }.joined(separator: " ")
    }
    var lines = ["(version 1)", "(allow default)", "(deny network*)", "(deny file-write*)"]
    lines.append("(allow file-write* (literal \"/dev/null\") \(paths(view.writable)))")
    if !view.hidden.isEmpty { lines.append("(deny file-read* \(paths(view.hidden)))") }
    if !view.readable.isEmpty { lines.append("(allow file-read* \(paths(view.readable)))") }
    return lines.joined()
  }

  /// The path that the system's rules are held against: of `/tmp/a` on macOS `/private/tmp/a`, whose
  /// `/private` Foundation's `resolvingSymlinksInPath` takes away again.
  private static func withoutLinks(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
