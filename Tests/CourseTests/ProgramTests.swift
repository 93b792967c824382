import Foundation
import XCTest

@testable import Course

/// The programs themselves, as a shell starts them.
final class ProgramTests: ModelTestCase {
  /// The folder of the programs that were built together with these tests.
  private var programs: URL {
    #if os(macOS)
      let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }!
      return tests.bundleURL.deletingLastPathComponent()
    #else
      return Bundle.main.bundleURL
    #endif
  }

  /// Runs a script in which `$course` is the program, and the folder of this test the working one.
  private func shell(
    _ script: String, by interpreter: [String] = ["/bin/sh", "-c"], argument: String? = nil
  )
    throws -> Outcome
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: interpreter[0])
    process.arguments = interpreter.dropFirst() + [script] + (argument.map { [$0] } ?? [])
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let course = programs.appendingPathComponent("course-lab").path
    let dev = programs.appendingPathComponent("course-dev").path
    process.environment = ProcessInfo.processInfo.environment.merging(
      [
        "course": course, "dev": dev, "first": programs.appendingPathComponent("course").path,
        "HOME": folder + "/home",
      ]
    ) { $1 }
    let (output, errors) = (folder + "/.output", folder + "/.errors")
    for path in [output, errors] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, try String(contentsOfFile: output, encoding: .utf8),
      try String(contentsOfFile: errors, encoding: .utf8)
    )
  }

  private func trainShortly() {
    XCTAssertEqual(train().status, 0)
  }

  // MARK: Output that does not arrive

  func testOutputThatDoesNotArriveIsTold() throws {
    try XCTSkipIf(!FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full")
    trainShortly()
    for command in [
      "\"$first\" --help", "\"$course\" --help", "\"$dev\" --help",
      "\"$course\" generate --model model.safetensors",
      "\"$course\" evaluate text.txt --json --model model.safetensors",
    ] {
      let outcome = try shell("\(command) > /dev/full")
      XCTAssertEqual(outcome.status, 2, command)
      XCTAssertEqual(
        outcome.errors,
        "course: not all of the output has arrived: No space left on device. Run this again with "
          + "its output to a place that takes it\n", command)
    }
    let closed = try shell("\"$course\" --help >&-")
    XCTAssertEqual(closed.status, 2)
    XCTAssertTrue(closed.errors.contains("it is closed"), closed.errors)
  }

  func testATrainingThatNobodyHearsStillSaves() throws {
    try XCTSkipIf(!FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full")
    let flags = Self.small.joined(separator: " ")
    let outcome = try shell(
      "\"$course\" train text.txt --json --model model.safetensors \(flags) > /dev/full")
    XCTAssertEqual(outcome.status, 2)
    XCTAssertTrue(outcome.errors.contains("No space left on device"), outcome.errors)
    XCTAssertTrue(FileManager.default.fileExists(atPath: model))
  }

  func testAPipeThatIsClosedEndsQuietly() throws {
    trainShortly()
    let long = "\"$course\" generate --length 1000000 --model model.safetensors"
    XCTAssertEqual(try shell("\(long) | head -c 1").errors, "")
    let ignoring = try shell("(trap '' PIPE; \(long); echo $? >&2) | head -c 1")
    XCTAssertEqual(ignoring.errors, "0\n")
  }

  // MARK: A limit on the size of files

  func testAFileThatMayNotGrowIsAsAFullDisk() throws {
    trainShortly()
    try FileManager.default.moveItem(atPath: model, toPath: folder + "/other.safetensors")
    let training = try shell(
      "ulimit -f 8; \"$course\" train text.txt --hidden 64 --epochs 1 --model model.safetensors")
    XCTAssertEqual(training.status, 2, training.errors)
    XCTAssertTrue(
      training.errors.hasPrefix("course: model.safetensors cannot be written: "), training.errors)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    XCTAssertEqual(left, [".errors", ".output", "other.safetensors", "text.txt"])
    let writing = try shell(
      "ulimit -f 8; \"$course\" generate --length 20000 --model other.safetensors > long.txt")
    XCTAssertEqual(writing.status, 2, writing.errors)
    XCTAssertTrue(writing.errors.contains("arrived: File too large."), writing.errors)
  }

  func testABuildThatMayNotWriteBlamesNobody() throws {
    let package = PackageFolder(root: URL(fileURLWithPath: folder))
    try package.write("func f(_ a: [Int]) -> [Int] { a.map { $0 + 1 } }\n", to: "a.swift")
    let compiled = runChild(
      ["/bin/sh", "-c", "ulimit -f 1; swiftc -c a.swift -o a.o -module-cache-path cache"],
      in: package.root)
    XCTAssertThrowsError(try compiled.check(in: package)) { error in
      XCTAssertTrue("\(error)".hasPrefix("the build could not write a file"), "\(error)")
    }
    for output in ["error: No space left on device", "x: File too large"] {
      let outcome = ChildOutcome(end: .exited(1), output: output)
      XCTAssertThrowsError(try outcome.check(in: package)) { XCTAssertTrue($0 is UserError) }
    }
  }

  func testAFolderThatWasMovedSaysWhatToRemove() throws {
    let package = PackageFolder(root: URL(fileURLWithPath: "/my course"))
    let output =
      "<unknown>:0: error: precompiled file '/b/cache/S.pcm' was compiled with module "
      + "cache path '/a/cache', but the path is currently '/b/cache'\n"
    let outcome = ChildOutcome(end: .exited(1), output: output)
    XCTAssertThrowsError(try outcome.check(in: package)) { error in
      XCTAssertTrue(
        "\(error)".softened.hasSuffix("run this again: rm -rf '/my course/.build'"), "\(error)")
    }
  }

  // MARK: A terminal that is closed

  /// Starts a training that has no end, sends it signals, and says what came of it.
  private func training(after script: String) throws -> Outcome {
    try shell(
      """
      \(script)
      child=$!
      for _ in $(seq 500); do [ -e model.safetensors ] && break; sleep 0.02; done
      sleep 0.2
      kill -HUP $child
      kill -HUP $child
      sleep 0.3
      kill -0 $child 2>/dev/null && echo goes on
      kill -INT $child 2>/dev/null
      kill -TERM $child 2>/dev/null
      wait $child
      """)
  }

  private let endless =
    "\"$course\" train text.txt --model model.safetensors --hidden 8 --batch 5 --epochs 1000000 &"

  func testAClosedTerminalSavesATraining() throws {
    let outcome = try training(after: endless)
    XCTAssertEqual(outcome.status, 130, outcome.errors)
    XCTAssertTrue(outcome.errors.contains("Stopped after step "), outcome.errors)
    XCTAssertFalse(outcome.output.contains("goes on"))
  }

  func testATrainingThatIgnoresIt() throws {
    let outcome = try training(after: "trap '' HUP\n" + endless)
    XCTAssertTrue(outcome.output.contains("goes on"), outcome.output)
    XCTAssertEqual(outcome.status, 130, outcome.errors)
  }

  // MARK: Completions

  func testShellsComplete() throws {
    for (shell, script, expected) in [
      ("bash", "COMP_WORDS=(course che); COMP_CWORD=1; _course; echo ${COMPREPLY[@]}", "check"),
      (
        "bash", "COMP_WORDS=(course check --m); COMP_CWORD=2; _course; echo ${COMPREPLY[@]}",
        "--mine"
      ),
      ("bash", "COMP_WORDS=(course hint 2.1); COMP_CWORD=2; _course; echo ${COMPREPLY[@]}", "2.1"),
      ("fish", "complete -C 'course che' | string split -f1 \\t", "check"),
      ("fish", "complete -C 'course check --m' | string split -f1 \\t", "--mine"),
      ("fish", "complete -C 'course hint 2.' | string split -f1 \\t", "2.1"),
      (
        "zsh",
        "compadd() { print -l -- $list | grep -x -- '--mine' }; _files() { };"
          + "words=(course check --m); CURRENT=3; _course", "--mine"
      ),
      (
        "zsh",
        "_describe() { print -l -- $list | grep '^check:' | cut -d: -f1 };"
          + "words=(course che); CURRENT=2; _course", "check"
      ),
    ] {
      let found = ["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map {
        "\($0)/\(shell)"
      }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
      guard let found else {
        print("\(shell) is not here, so its completions are not tested")
        continue
      }
      let sample = try SampleCourse()
      let completions = course("completions", shell)
      XCTAssertEqual(completions.status, 0, completions.errors)
      try sample.folder.write(completions.output, to: "completions")
      let prelude = "source '\(sample.folder.url("completions").path)'\n"
      let plain = shell == "zsh" ? ["-f", "-c"] : shell == "bash" ? ["--norc", "-c"] : ["-c"]
      let outcome = try self.shell(prelude + script, by: [found] + plain)
      XCTAssertEqual(outcome.output, expected + "\n", "\(shell): \(script) \(outcome.errors)")
    }
    XCTAssertTrue(course("completions", "tcsh").errors.contains("bash, zsh and fish, not for tcsh"))
  }

  // MARK: Keys

  /// Python has a terminal to give.
  func testWatchReadsKeysAndLeavesTheTerminalAsItWas() throws {
    let python = "/usr/bin/python3"
    try XCTSkipIf(!FileManager.default.isExecutableFile(atPath: python), "there is no python3")
    let sample = try SampleCourse()
    let script = """
      import os, pty, select, signal, sys, termios, time
      def run(send, expected):
        master, slave = pty.openpty()
        before = termios.tcgetattr(slave)
        pid = os.fork()
        if pid == 0:
          os.setsid()
          import fcntl
          fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
          for fd in (0, 1, 2): os.dup2(slave, fd)
          os.chdir(sys.argv[1])
          os.environ["TERM"] = "xterm"
          os.execv(os.environ["first"], ["course", "watch", "1.1"])
        said = b""
        def until(word):
          nonlocal said
          end = time.time() + 60
          while word not in said and time.time() < end:
            if select.select([master], [], [], 0.1)[0]:
              said += os.read(master, 65536)
          assert word in said, (word, said)
        until(b"q quits.\\r\\n")
        assert not termios.tcgetattr(slave)[3] & termios.ICANON
        said = b""
        if expected:
          os.write(master, send)
          until(expected)
          os.write(master, b"q")
        elif isinstance(send, bytes): os.write(master, send)
        else: os.kill(pid, send)
        _, status = os.waitpid(pid, 0)
        assert termios.tcgetattr(slave) == before, (send, "the terminal is not as it was")
        return status
      assert run(b"h", b"Hint 1 of 2") == 0
      assert run(b"s", b"Ours, solutions/01-sums/Sums.swift") == 0
      assert run(b"q", None) == 0
      assert run(b"\\x03", None) == signal.SIGINT
      for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGABRT):
        assert run(number, None) & 0x7F == number
      print("all is well")
      """
    let outcome = try shell(script, by: [python, "-c"], argument: sample.folder.root.path)
    XCTAssertEqual(outcome.output, "all is well\n", outcome.errors)
  }
}
