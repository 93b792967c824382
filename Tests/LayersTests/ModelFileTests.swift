import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

final class ModelFileTests: XCTestCase {
  private var folder = ""
  private var path: String { folder + "/model.safetensors" }

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "layers-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func model() throws -> Sequential {
    let model = Sequential(seed: 6) {
      Masking(value: 0.5)
      Bidirectional(GRU(3, returnSequences: true, dropout: 0.2), merge: .sum)
      LayerNorm()
      LSTM(4, stateful: false, goBackwards: true)
      Dropout(0.1)
      Dense(2)
      Activation(.softmax)
    }
    try model.build(features: 3)
    return model
  }

  private let inputs: [[[Float]]] = [[[1, 2, 3], [0, -1, 1]], [[2, 2, 2]]]

  func testASavedModelPredictsTheSame() throws {
    let model = try model()
    try model.save(to: path)
    let read = try Sequential(contentsOf: path)
    XCTAssertEqual(read.layers, model.layers)
    XCTAssertEqual(try read.tensors, try model.tensors)
    XCTAssertEqual(try read.predict(inputs), try model.predict(inputs))
  }

  func testAMaskOfNaNIsSaved() throws {
    for value in [Float.nan, .infinity, -.infinity] {
      let model = Sequential {
        Masking(value: value)
        LSTM(2)
      }
      let padded: [[[Float]]] = [[[1], [value], [2]]]
      let wanted = try model.predict(padded)
      try model.save(to: path)
      XCTAssertEqual(try Sequential(contentsOf: path).predict(padded), wanted)
    }
  }

  func testAModelWithoutParametersIsNotSaved() {
    let model = Sequential {
      LSTM(4)
      Dense(2)
    }
    XCTAssertThrowsError(try model.save(to: path)) {
      XCTAssertTrue("\($0)".contains("Input(features:)"), "\($0)")
    }
  }

  /// 5,000 files with bytes changed, cut, added, or with lengths that are not true.
  func testEveryDamageIsFound() throws {
    try model().save(to: path)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let damagedPath = folder + "/damaged.safetensors"
    var generator = SeededGenerator(seed: 12)
    let headerCount = Int(whole[0]) + Int(whole[1]) << 8
    for round in 0..<5000 {
      var bytes = whole
      switch round % 5 {
      case 0, 1:
        // Mostly in the header, where damage has more ways to look like something else.
        let end = round % 5 == 0 ? 8 + headerCount : bytes.count
        let index = generator.integer(below: end)
        bytes[index] ^= UInt8(1 + generator.integer(below: 255))
      case 2: bytes.removeLast(1 + generator.integer(below: bytes.count))
      case 3:
        let length = generator.next() >> UInt64(generator.integer(below: 64))
        if length == headerCount { continue }
        withUnsafeBytes(of: (round % 10 == 3 ? 1 << 63 : length).littleEndian) {
          bytes.replaceSubrange(0..<8, with: $0)
        }
      default:
        let start = generator.integer(below: bytes.count)
        let count = 1 + generator.integer(below: 40)
        bytes.insert(
          contentsOf: (0..<count).map { _ in UInt8(generator.integer(below: 256)) }, at: start)
      }
      write(bytes, to: damagedPath)
      XCTAssertThrowsError(try Sequential(contentsOf: damagedPath), "round \(round)") { error in
        XCTAssertTrue(error is ModelFileError, "round \(round): \(error)")
        XCTAssertFalse("\(error)".contains("\n"), "\(error)")
      }
    }
    XCTAssertNoThrow(try Sequential(contentsOf: path))
  }

  /// Without waiting for the disk, 5,000 times.
  private func write(_ bytes: [UInt8], to path: String) {
    unlink(path)
    let file = fopen(path, "wb")
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  /// A file whose layers ask for more than there is, in a file that is otherwise in order.
  func testHugeLayersTakeNoMemory() throws {
    for size in [1 << 40, Int.max, -1] {
      let json = #"[{"dense":{"_0":{"activation":"linear","units":\#(size)}}}]"#
      let file = Safetensors(
        metadata: [
          "format": "LearnLSTM layers", "version": "1", "layers": json, "features": "3",
        ],
        tensors: [])
      try file.write(to: path, withChecksum: true)
      XCTAssertThrowsError(try Sequential(contentsOf: path)) { error in
        XCTAssertTrue("\(error)".contains("size"), "\(error)")
      }
    }
  }

  func testForeignWeightsThatDoNotFitAreNamed() throws {
    let model = Sequential {
      Input(features: 2)
      LSTM(3)
      Dense(1)
    }
    let before = try model.tensors
    let weights = try Tensor(
      name: "lstm.weight_ih_l0", shape: [12, 5], values: [Float](repeating: 0, count: 60))
    func message(_ tensors: [Tensor], _ modules: [String]) -> String? {
      do {
        try model.readWeights(tensors, from: .pyTorch, modules: modules)
        return nil
      } catch { return "\(error)" }
    }
    XCTAssertEqual(
      message([weights], ["lstm", "head"]),
      "layer 1 (LSTM) expected lstm.weight_ih_l0 of the shape [12, 2], got [12, 5]")
    XCTAssertEqual(
      message([], ["lstm", "head"]),
      "layer 1 (LSTM) expected a tensor lstm.weight_ih_l0, got none; there are no tensors")
    XCTAssertEqual(message([], ["lstm"]), "1 module named for the 2 layers with parameters")
    XCTAssertEqual(try model.tensors, before)
  }
}
