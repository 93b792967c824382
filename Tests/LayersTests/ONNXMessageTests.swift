import Foundation
import XCTest

@testable import Layers

/// What is said of layers that ONNX, PyTorch and Keras are not given, each by its name and with what to do.
final class ONNXMessageTests: XCTestCase {
  private let written =
    "is not written to ONNX; Embedding, LSTM, GRU, SimpleRNN, Bidirectional, Dense, Activation, Dropout, "
    + "LayerNorm, Conv1D, pooling over time, Concatenate, Add, Multiply, RepeatVector and Reshape, but to "
    + "images, are: write a Model of those, from its inputs to what they give"

  private let series = Input.sequence(features: 4)

  func testLayersThatONNXHasNot() throws {
    let image = Input.image(height: 4, width: 4, channels: 1)
    let vector = Input.vector(16)
    for (input, output, label) in [
      (series, CRF(4)(series), "layer 0 (CRF)"),
      (series, Attention()(query: series, value: series), "layer 0 (Attention)"),
      (series, AdditiveAttention(3)(query: series, value: series), "layer 0 (AdditiveAttention)"),
      (
        series, MultiHeadAttention(heads: 2, keySize: 2, units: 4)(query: series, value: series),
        "layer 3 (Attention)"
      ),
      (series, Conv1DTranspose(2, kernelSize: 3)(series), "layer 0 (Conv1DTranspose)"),
      (series, UpSampling1D(2)(series), "layer 0 (UpSampling1D)"),
      (image, Conv2D(2, kernelSize: 3)(image), "layer 0 (Conv2D)"),
      (image, MaxPooling2D(2)(image), "layer 0 (MaxPooling2D)"),
      (
        vector, Flatten()(Reshape(height: 4, width: 4, channels: 1)(vector)), "layer 0 (Reshape)"
      ),
      (image, GlobalMaxPooling2D()(image), "layer 0 (GlobalMaxPooling2D)"),
    ] {
      let model = try Model(inputs: input, outputs: output)
      XCTAssertEqual(message { _ = try model.onnx(lengths: false) }, "\(label) \(written)")
    }
  }

  func testWindowsThatONNXHasNot() throws {
    for layer in [Conv1D(3, kernelSize: 2), Conv1D(3, kernelSize: 2, padding: .causal)] {
      let model = try Model(inputs: series, outputs: layer(series))
      XCTAssertEqual(message { _ = try model.onnx(lengths: false) }, "no error")
      XCTAssertEqual(
        message { _ = try model.onnx(lengths: true) },
        "layer 0 (Conv1D) looks beyond where shorter sequences of a batch end, and ONNX cannot tell it; "
          + "write with lengths: false, and run sequences of one length at a time")
    }
    let wide = Conv1D(3, kernelSize: 2, stride: 2, padding: .same, dilation: 2)
    let model = try Model(inputs: series, outputs: wide(series))
    XCTAssertEqual(
      message { _ = try model.onnx(lengths: false) },
      "layer 0 (Conv1D) has the padding same with a stride and a dilation, which ONNX does not; take the "
        + "padding valid or causal, or a stride of 1")
  }

  func testLayersThatAreNotExchanged() throws {
    let path = NSTemporaryDirectory() + "exchanged-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for (output, label) in [
      (CRF(4)(series), "layer 0 (CRF)"),
      (AdditiveAttention(3)(query: series, value: series), "layer 0 (AdditiveAttention)"),
      (Conv1D(3, kernelSize: 2)(series), "layer 0 (Conv1D)"),
    ] {
      let model = try Model(inputs: series, outputs: output)
      for source: WeightSource in [.pyTorch, .keras] {
        let sentence =
          "\(label) has weights that are not exchanged with \(source == .keras ? "Keras" : "PyTorch"); "
          + "those of Embedding, LSTM, GRU, SimpleRNN, Bidirectional, Dense and LayerNorm are: exchange "
          + "those of a Model without it"
        XCTAssertEqual(message { try model.writeWeights(to: path, as: source) }, sentence)
        XCTAssertEqual(message { try model.readWeights([], from: source) }, sentence)
      }
    }
    // Layers within a model that goes over time steps are exchanged, and so is all around attention.
    let cell = Input.sequence(features: 4)
    let inner = try Model(inputs: cell, outputs: GRU(3)(cell))
    let rows = Input.sequence(features: 8)
    let seen = TimeDistributed(inner)(TimeDistributed(Reshape(2, 4))(rows))
    let attended = Attention()(query: seen, value: seen)
    let model = try Model(inputs: rows, outputs: Dense(2)(attended))
    try model.writeWeights(to: path, as: .keras)
    XCTAssertEqual(
      try Safetensors(contentsOf: path).tensors.map(\.name),
      [
        "gru/0/kernel", "gru/1/recurrent_kernel", "gru/2/bias", "dense/0/kernel", "dense/1/bias",
      ])
    XCTAssertEqual(
      message { _ = try Model(inputs: rows, outputs: seen).onnx(lengths: false) }, "no error")
  }
}
