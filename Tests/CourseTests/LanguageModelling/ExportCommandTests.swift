import Foundation
import Layers
import XCTest

@testable import Course
@testable import Tasks

/// `course export`: a folder from which PyTorch trains on. That it does was tried by hand, see
/// Tests/Peers/README.md.
final class ExportCommandTests: ModelTestCase {
  private var exported: String { folder + "/for-pytorch" }

  override func setUpWithError() throws {
    try super.setUpWithError()
    XCTAssertEqual(train(["--layers", "2"]).status, 0)
  }

  private func content(_ name: String) throws -> String {
    try String(contentsOfFile: "\(exported)/\(name)", encoding: .utf8)
  }

  func testAFolderHasAllThatPyTorchNeeds() throws {
    let outcome = run(["export", model, exported])
    XCTAssertEqual(outcome.status, 0, outcome.errors)
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: exported).sorted(),
      ["model.py", "text.bin", "train_ddp.py", "vocabulary.json", "weights.safetensors"])
    let checkpoint = try Checkpoint(contentsOf: model)
    let weights = try Safetensors(contentsOf: exported + "/weights.safetensors").tensors
    let shapes = Dictionary(uniqueKeysWithValues: weights.map { ($0.name, $0.shape) })
    XCTAssertEqual(shapes.count, 1 + 8 + 2)
    XCTAssertEqual(shapes["memory.weight_ih_l0"], [32, 4])
    XCTAssertEqual(shapes["memory.weight_ih_l1"], [32, 8])
    XCTAssertEqual(shapes["head.weight"], [checkpoint.vocabulary.count, 8])

    let program = try content("model.py")
    XCTAssertTrue(program.contains("VOCABULARY, EMBEDDING = \(checkpoint.vocabulary.count), 4\n"))
    XCTAssertTrue(program.contains("HIDDEN, LAYERS = 8, 2\n"))
    XCTAssertTrue(program.contains("torch.nn.LSTM(EMBEDDING, HIDDEN, LAYERS, batch_first=True)"))
    XCTAssertLessThanOrEqual(program.split(separator: "\n").count, 30)
    XCTAssertTrue(try content("train_ddp.py").contains("ROWS, LENGTH, CLIP = 5, 80, 1.0\n"))
    XCTAssertEqual(
      try JSONDecoder().decode([String].self, from: Data(content("vocabulary.json").utf8)),
      checkpoint.vocabulary.symbols)
  }

  /// The text is that part from which the model learnt, and the loss that of its first batch.
  func testTheFirstLossIsThatOfTheTextsFirstBatch() throws {
    let outcome = run(["export", model, exported])
    let checkpoint = try Checkpoint(contentsOf: model)
    let data = try Data(contentsOf: URL(fileURLWithPath: exported + "/text.bin"))
    let symbols = data.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map {
        Int(bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self))
      }
    }
    XCTAssertEqual(symbols.count, 2700)
    let written = try String(contentsOfFile: text, encoding: .utf8)
    XCTAssertEqual(checkpoint.vocabulary.decode(symbols), String(written.prefix(2700)))

    // Symbol by symbol, each row from a state of zeros.
    let rowLength = 2699 / 5
    var sum = 0.0
    for row in 0..<5 {
      let predictor = try Predictor(model: try checkpoint.model())
      for index in row * rowLength..<row * rowLength + 80 {
        let logits = predictor.logits(after: symbols[index]).map(Double.init)
        let total = logits.reduce(0) { $0 + Foundation.exp($1) }
        sum += Foundation.log(total) - logits[symbols[index + 1]]
      }
    }
    let program = try content("train_ddp.py")
    let line = try XCTUnwrap(program.firstMatch(of: /FIRST_LOSS = ([0-9.]+)/))
    XCTAssertEqual(Double(line.1) ?? .nan, sum / 400, accuracy: 1e-5)
    let said = outcome.output.replacing("\n", with: " ")
    XCTAssertTrue(said.contains("is \(fixed(sum / 400, 4).prefix(5))"), outcome.output)
    XCTAssertTrue(said.contains("torchrun --nproc_per_node 2"), said)
    XCTAssertTrue(said.contains("\(exported)/train_ddp.py"), said)
  }

  func testAnotherTextAndAnotherCell() throws {
    let other = folder + "/other.txt"
    try write(String(Self.sentences(count: 1200).reversed()) + "☂", to: other)
    expectRefusal(run(["export", model, exported, other]), "vocabulary lacks “☂” (U+2602)")
    XCTAssertFalse(FileManager.default.fileExists(atPath: exported))
    XCTAssertEqual(run(["export", model, exported, other, "--skip-unknown"]).status, 0)

    let plain = folder + "/plain.safetensors"
    XCTAssertEqual(run(["train", text, "--cell", "rnn", "--model", plain] + Self.small).status, 0)
    XCTAssertEqual(run(["export", plain, folder + "/plain"]).status, 0)
    let program = try String(contentsOfFile: folder + "/plain/model.py", encoding: .utf8)
    XCTAssertTrue(program.contains("torch.nn.RNN(EMBEDDING, HIDDEN, LAYERS, batch_first=True)"))
    let trainer = try String(contentsOfFile: folder + "/plain/train_ddp.py", encoding: .utf8)
    XCTAssertTrue(trainer.contains("state = state.detach()\n"))
  }

  func testWhatCannotBeExportedIsRefused() throws {
    expectRefusal(run(["export", model]), "usage: course export MODEL FOLDER")
    expectRefusal(run(["export", model, text]), "\(text) is a file; name a folder that is empty")
    expectRefusal(run(["export", model, folder]), "\(folder) is not empty; name a folder")
    expectRefusal(run(["export", folder + "/none", exported]), "there is no model \(folder)/none")
    expectRefusal(run(["export", text, exported]), "is not a model that can be read")
    let tensors = folder + "/tensors.safetensors"
    try Safetensors(metadata: [:], tensors: []).write(to: tensors)
    expectRefusal(run(["export", tensors, exported]), "not a language model of this course")
    let short = folder + "/short.txt"
    try write("the gate", to: short)
    expectRefusal(run(["export", model, exported, short]), "needs at least")
    expectRefusal(run(["export", model, "/proc/none/folder"]), "Name another folder.")
    XCTAssertFalse(FileManager.default.fileExists(atPath: exported))
    try FileManager.default.createDirectory(atPath: exported, withIntermediateDirectories: true)
    XCTAssertEqual(run(["export", model, exported]).status, 0)
  }
}
