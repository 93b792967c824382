import Foundation
import XCTest

@testable import Layers
@testable import WholeFiles

final class SafetensorsTests: XCTestCase {
  private var folder = ""
  private var path: String { folder + "/model.safetensors" }

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "tensors-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  private let example = Safetensors(
    metadata: ["note": "a “quoted” \\ line\n", "empty": ""],
    tensors: [
      Tensor(
        checked: "z.weights", [2, 3],
        [1, -0.0, .infinity, .leastNonzeroMagnitude, 3.5, .pi]),
      Tensor(checked: "a.bias", [1], [-7]),
      Tensor(checked: "nothing", [0, 4], []),
    ])

  private func bytes() throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func file(_ header: String, data: Int = 0) -> [UInt8] {
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    return length + Array(header.utf8) + [UInt8](repeating: 0, count: data)
  }

  private func reason(_ bytes: [UInt8]) -> String? {
    do {
      _ = try Safetensors(bytes: bytes)
      return nil
    } catch let error as Safetensors.Damage {
      return error.reason
    } catch {
      XCTFail("\(error)")
      return nil
    }
  }

  func testWhatIsWrittenIsReadBack() throws {
    try example.write(to: path)
    let read = try Safetensors(contentsOf: path)
    XCTAssertEqual(read.metadata, example.metadata)
    XCTAssertEqual(read.tensors.filter { $0.name != "nothing" }, Array(example.tensors.prefix(2)))
    XCTAssertTrue(read.tensors.contains(example.tensors[2]))
    XCTAssertEqual(read.tensors[0].values[1].sign, .minus)
  }

  func testTheLayoutIsThatOfTheFormat() throws {
    try Safetensors(metadata: [:], tensors: [try Tensor(name: "b", shape: [2], values: [1, 2])])
      .write(to: path)
    let bytes = try bytes()
    let length = Int(bytes[0]) + Int(bytes[1]) << 8
    XCTAssertEqual(
      String(decoding: bytes[8..<8 + length], as: UTF8.self)
        .trimmingCharacters(in: .whitespaces),
      #"{"__metadata__":{},"b":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}}"#)
    XCTAssertEqual(Array(bytes[(8 + length)...]), [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40])
    XCTAssertEqual((8 + length) % 8, 0)
  }

  func testEveryShorterFileIsRefused() throws {
    try example.write(to: path)
    let bytes = try bytes()
    for count in 0..<bytes.count { XCTAssertNotNil(reason(Array(bytes.prefix(count))), "\(count)") }
    XCTAssertNil(reason(bytes))
    XCTAssertNotNil(reason(bytes + [0]))
  }

  /// Each byte of the header in turn replaced by others: read or refused, never a trap.
  func testDamagedHeadersNeverTrap() throws {
    try example.write(to: path)
    let bytes = try bytes()
    for index in 0..<bytes.count - 28 {
      for value in [0, 0x22, 0x2D, 0x39, 0x5B, 0x7D, 0xFF] as [UInt8] {
        var damaged = bytes
        damaged[index] = value
        _ = reason(damaged)
      }
    }
  }

  func testLengthsAndOffsetsAreHeldAgainstTheFile() {
    func one(_ type: String, _ shape: String, _ offsets: String) -> String {
      #"{"a":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
    }
    XCTAssertNil(reason(file(one("F32", "[2]", "[0,8]"), data: 8)))
    let refused: [(String, Int)] = [
      (one("F32", "[2]", "[0,8]"), 4), (one("F32", "[2]", "[0,8]"), 12),
      (one("F32", "[2]", "[4,12]"), 12), (one("F32", "[2]", "[8,0]"), 8),
      (one("F32", "[2]", "[-8,0]"), 8), (one("F32", "[3]", "[0,8]"), 8),
      (one("F32", "[-2]", "[0,8]"), 8), (one("F32", "[2]", "[0,8,9]"), 8),
      (one("F32", "[2]", "[]"), 8), (one("F64", "[2]", "[0,8]"), 8),
      (one("F16", "[2]", "[0,8]"), 8), (one("I64", "[-1]", "[0,8]"), 8),
      (one("F32", "[4294967296,4294967296]", "[0,8]"), 8),
      (one("F32", "[9223372036854775807,2]", "[0,8]"), 8),
      (one("F32", "[2]", "[0,9223372036854775807]"), 8),
      (one("F32", "[2]", "[0,99999999999999999999]"), 8),
      ("[1]", 0), ("{", 0), ("", 0), (#"{"a":7}"#, 0),
      (String(repeating: #"{"a":"#, count: 20_000), 0),
      (
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
          + #""b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#, 12
      ),
    ]
    for (header, data) in refused {
      XCTAssertNotNil(reason(file(header, data: data)), String(header.prefix(80)))
    }
    for length in [1 << 63, UInt64.max, 1 << 40, 9] {
      let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array("{}".utf8)
      XCTAssertEqual(reason(bytes)?.contains("cut short or of another kind"), true)
    }
  }

  // MARK: Other numbers

  private func read(_ type: String, _ bytes: [UInt8], _ size: Int) throws -> [Float] {
    let count = bytes.count / size
    let header =
      #"{"a":{"dtype":"\#(type)","shape":[\#(count)],"data_offsets":[0,\#(bytes.count)]}}"#
    let file = try Safetensors(bytes: file(header) + bytes)
    XCTAssertEqual(file.unread, [:])
    return file.tensors[0].values
  }

  private func littleEndian(_ numbers: [some FixedWidthInteger]) -> [UInt8] {
    numbers.flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
  }

  /// Every half-precision number against its definition: sign, 2 to the exponent − 15, 1 and ten bits.
  func testHalfPrecisionIsExact() throws {
    let all = (0...UInt16.max).map { $0 }
    let values = try read("F16", littleEndian(all), 2)
    for (bits, value) in zip(all, values) {
      let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Double(bits & 0x3FF) / 1024)
      var expected: Double
      switch exponent {
      case 31: expected = fraction == 0 ? .infinity : .nan
      case 0: expected = fraction * 0x1p-14
      default:
        expected = (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      }
      if bits >> 15 == 1 { expected = -expected }
      if expected.isNaN {
        XCTAssertTrue(value.isNaN)
      } else {
        XCTAssertEqual(Double(value), expected)
        XCTAssertEqual(value.sign, bits >> 15 == 1 ? .minus : .plus)
      }
    }
  }

  func testBrainAndDoubleNumbersAreRounded() throws {
    XCTAssertEqual(
      try read("BF16", littleEndian([0x3F80, 0xC049, 0x0001, 0x7F80] as [UInt16]), 2),
      [1, -3.140625, Float(bitPattern: 0x10000), .infinity])
    let half = Double(Float.ulpOfOne) / 2
    let doubles = [
      1 + half, 1 + half + 1e-12, 1 + 3 * half, -0.1, 1e300,
      Double(Float.leastNonzeroMagnitude) / 2,
    ]
    XCTAssertEqual(
      try read("F64", littleEndian(doubles.map(\.bitPattern)), 8),
      [1, 1 + .ulpOfOne, 1 + 2 * .ulpOfOne, -0.1, .infinity, 0])
  }

  func testOtherTypesArePassedOver() throws {
    let header =
      #"{"steps":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"#
      + #""a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#
    let file = try Safetensors(bytes: file(header, data: 12))
    XCTAssertEqual(file.tensors, [try Tensor(name: "a", shape: [1], values: [0])])
    XCTAssertEqual(file.unread, ["steps": "I64"])
  }

  func testFilesThatCannotBeReadAreOneLine() throws {
    func message(_ path: String) -> String? {
      do {
        _ = try Safetensors(contentsOf: path)
        return nil
      } catch { return "\(error)" }
    }
    XCTAssertEqual(message(path), "there is no model \(path).")
    XCTAssertEqual(message(folder), "\(folder) is a directory, not a model.")
    try Data("# A chapter, not a model\n".utf8).write(to: URL(fileURLWithPath: path))
    XCTAssertEqual(message(path)?.hasPrefix("\(path) is not a model that can be read: "), true)
    XCTAssertEqual(message(path)?.contains("\n"), false)
  }

  // MARK: Writing

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  func testTwoTensorsOfOneNameAreRefused() throws {
    let tensor = try Tensor(name: "weights", shape: [1], values: [1])
    XCTAssertThrowsError(
      try Safetensors(metadata: [:], tensors: [tensor, tensor]).write(to: path)
    ) { XCTAssertEqual("\($0)", "two tensors have the name weights") }
    XCTAssertEqual(try names(), [])
  }

  func testAFullDiskKeepsTheOldFile() throws {
    try AtomicFile.write([[1, 2, 3]], to: path)
    var room = 5
    XCTAssertThrowsError(
      try AtomicFile.write([[9, 9, 9], [9, 9, 9]], to: path) { file, bytes, count in
        if room == 0 {
          errno = ENOSPC
          return -1
        }
        room -= 1
        return write(file, bytes, 1)
      }
    ) { error in
      XCTAssertEqual(
        "\(error)",
        "\(path) cannot be written: No space left on device. What was saved there before is "
          + "intact.")
      XCTAssertEqual((error as? ModelFileError)?.cause, .full)
    }
    XCTAssertEqual(try bytes(), [1, 2, 3])
    XCTAssertEqual(try names(), ["model.safetensors"])
  }

  func testInterruptedAndPartialWritesGoOn() throws {
    var calls = 0
    try AtomicFile.write([[1, 2, 3], [], [4]], to: path) { file, bytes, count in
      calls += 1
      if calls % 2 == 1 {
        errno = EINTR
        return -1
      }
      return write(file, bytes, 1)
    }
    XCTAssertEqual(try bytes(), [1, 2, 3, 4])
  }

  func testAPathThatCannotBeWrittenIsFoundBeforeWriting() throws {
    try Data([1]).write(to: URL(fileURLWithPath: path))
    mkfifo(folder + "/pipe", 0o600)
    for bad in [path + "/below/a-file", folder, "/proc/nowhere/model", folder + "/pipe"] {
      XCTAssertThrowsError(try AtomicFile.checkWritable(bad)) { error in
        guard case .unwritable = (error as? ModelFileError)?.cause else {
          return XCTFail("\(error)")
        }
      }
    }
    try AtomicFile.checkWritable(path)
    try AtomicFile.checkWritable(folder + "/new/folder/model")
    XCTAssertEqual(try bytes(), [1])
    XCTAssertEqual(try names(), ["model.safetensors", "pipe"])
  }

  func testCopiesAreKeptUnderFreeNames() throws {
    try AtomicFile.write([[1]], to: path)
    XCTAssertEqual(try AtomicFile.keepCopy(of: path), folder + "/model.1.safetensors")
    try AtomicFile.write([[2]], to: path)
    XCTAssertEqual(try AtomicFile.keepCopy(of: path), folder + "/model.2.safetensors")
    try AtomicFile.write([[3]], to: path)
    let kept = ["model.1", "model.2", "model"].map { name in
      try? Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).safetensors")).first
    }
    XCTAssertEqual(kept, [1, 2, 3])
  }

  func testLeftoversOfKilledProcessesAreRemoved() throws {
    // No process has this number: it is above the largest that Linux and macOS give out.
    let dead = ".model.safetensors.partial-99999999"
    let alive = ".model.safetensors.partial-\(getppid())"
    for name in [dead, alive, ".other.partial-99999999"] {
      try Data().write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    AtomicFile.removeLeftovers(of: path)
    XCTAssertEqual(try names(), [alive, ".other.partial-99999999"].sorted())
  }
}
