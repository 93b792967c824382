import Foundation
import XCTest

@testable import Layers

/// Paths, and files at them, that are not what a program expects.
final class HostilePathTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "paths-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  private let file = Safetensors(
    metadata: [:], tensors: [Tensor(checked: "a", [1], [1])])

  private func refusal(_ work: () throws -> Void) -> String? {
    do {
      try work()
      return nil
    } catch { return "\(error)" }
  }

  /// The system reads a path up to its first zero, and so means another file.
  func testAPathWithAZeroMeansNoOtherFile() throws {
    for name in ["keep", ".keep"] {
      try Data([1]).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    let path = folder + "/keep\0.safetensors"
    for work in [
      { try self.file.write(to: path) }, { try AtomicFile.checkWritable(path) },
      { _ = try AtomicFile.keepCopy(of: path) }, { _ = try Safetensors(contentsOf: path) },
      {
        AtomicFile.removeLeftovers(of: path)
        throw ModelFileError("is no path: none")
      },
    ] {
      XCTAssertEqual(refusal(work)?.contains("is no path: "), true)
    }
    for name in ["keep", ".keep"] {
      XCTAssertEqual(FileManager.default.contents(atPath: folder + "/" + name), Data([1]))
    }
  }

  /// A message is one line, whatever paths and tensors are called.
  func testMessagesAreOneLineOfBearableLength() throws {
    let path = folder + "/a\nb\u{1B}[2J\u{202E}"
    let plain = folder + #"/a\nb\u{1B}[2J\u{202E}"#
    XCTAssertEqual(refusal { _ = try Safetensors(contentsOf: path) }, "there is no model \(plain).")
    let name = String(repeating: "x\n", count: 100_000)
    let model = Sequential {
      Input(features: 2)
      Dense(1)
    }
    let said = refusal {
      try model.setTensors([
        try Tensor(name: name, shape: [2, 1], values: [0, 0]),
        try Tensor(name: "b", shape: [1], values: [0]),
      ])
    }
    XCTAssertLessThan(try XCTUnwrap(said).utf8.count, 5000)
    XCTAssertEqual(said?.contains("\n"), false)
    XCTAssertEqual(said?.hasSuffix("stands where 1.dense.weights should"), true, said ?? "")
  }

  /// A file that is far larger than memory and has no header of a model is not read for it.
  func testAHugeFileIsRefusedByItsHeader() throws {
    let path = folder + "/huge"
    for header in ["", "{}", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#] {
      var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
      bytes += header.utf8
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      XCTAssertEqual(truncate(path, 1 << 42), 0)
      let said = refusal { _ = try Safetensors(contentsOf: path) }
      XCTAssertEqual(
        said?.hasPrefix("\(path) is not a model that can be read: "), true, said ?? "read")
    }
  }

  func testWhatIsNoFileIsLeftAlone() throws {
    let (pipe, loop, hanging) = (folder + "/pipe", folder + "/loop", folder + "/hanging")
    mkfifo(pipe, 0o600)
    symlink(loop, loop)
    symlink(folder + "/nowhere/at all", hanging)
    for path in [pipe, loop, folder, folder + "/", "", "/", "/dev/null", "/proc/self/fd/0"] {
      XCTAssertNotNil(refusal { try file.write(to: path) }, path)
      XCTAssertNotNil(refusal { _ = try Safetensors(contentsOf: path) }, path)
    }
    XCTAssertNil(refusal { try file.write(to: hanging) })
    XCTAssertEqual(try Safetensors(contentsOf: folder + "/nowhere/at all"), file)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    XCTAssertEqual(names, ["hanging", "loop", "nowhere", "pipe"])
  }
}
