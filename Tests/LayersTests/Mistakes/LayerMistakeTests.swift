import Layers
import XCTest

/// Layers in the wrong order, and settings that make no sense.
final class LayerMistakeTests: MistakeCase {
  /// What a list of layers is answered when it is compiled for regression.
  private func compiling(
    _ sentence: String, line: UInt = #line, @LayerBuilder _ layers: () -> [Layer]
  ) {
    let layers = layers()
    expect(sentence, line: line) {
      try Sequential(layers: layers).compile(loss: .meanSquaredError)
    }
  }

  func testReturnSequencesForgotten() {
    compiling(
      "layer 2 (LSTM) expected a sequence, got one vector of 6 numbers from layer 1 (LSTM): give that "
        + "one returnSequences: true"
    ) {
      Embedding(vocabularySize: 5, size: 4)
      LSTM(6)
      LSTM(6)
    }
  }

  func testPercentForShares() {
    compiling(
      "layer 1 (Dropout) drops with the probability 20.0; it must be at least 0 and below 1"
    ) {
      LSTM(4)
      Dropout(20)
    }
    compiling("layer 0 (LSTM) drops with the probability 1.0; it must be at least 0 and below 1") {
      LSTM(4, dropout: 1)
    }
  }

  func testSizesThatAreNone() {
    let sizes = "; sizes are positive and at most 16,777,216"
    compiling("layer 0 (LSTM) has a size of 0" + sizes) { LSTM(0) }
    compiling("layer 0 (GRU) has a size of -3" + sizes) { GRU(-3) }
    compiling("layer 0 (Embedding) has a size of -4" + sizes) {
      Embedding(vocabularySize: -4, size: 3)
    }
    compiling("layer 0 (Input) has a size of 0" + sizes) {
      Input(features: 0)
      LSTM(3)
    }
    compiling("a model has at least one layer") { [Layer]() }
  }

  func testWhatReadsTheInputsStandsFirst() {
    compiling(
      "layer 1 (Embedding) reads the inputs; only the first layer can; leave Input out"
    ) {
      Input(features: 10)
      Embedding(vocabularySize: 4, size: 3)
    }
    compiling(
      "layer 1 (Embedding) reads the inputs; only the first layer can; its masksZero: true is what "
        + "Masking is to numbers"
    ) {
      Masking()
      Embedding(vocabularySize: 4, size: 3)
    }
    compiling("layer 1 (Masking) reads the inputs; only the first layer can") {
      LSTM(3)
      Masking()
    }
  }

  func testSettingsOfLayers() {
    compiling(
      "layer 0 (LSTM) has the recurrentActivation softmax; inside a recurrent layer there are tanh, "
        + "sigmoid, hardSigmoid, relu and linear"
    ) { LSTM(4, recurrentActivation: .softmax) }
    compiling("layer 0 (Bidirectional) reads both ways already; leave goBackwards out") {
      Bidirectional(LSTM(3, goBackwards: true))
    }
    compiling("layer 0 (LSTM) has a kernelL2 of -1.0; it is finite and at least 0") {
      LSTM(3, kernelL2: -1)
    }
  }

  func testConvolutionsLargerThanTheirInputs() throws {
    let x = Input.sequence(steps: 3, features: 2)
    expect(
      "layer 0 (Conv1D) has a kernel of 5 time steps, but gets 3 time steps from input 0; take a "
        + "smaller one, or padding: .same"
    ) { _ = try Model(inputs: x, outputs: Conv1D(4, kernelSize: 5)(x)) }
    _ = try Model(inputs: x, outputs: Conv1D(4, kernelSize: 5, padding: .same)(x))
    let image = Input.image(height: 3, width: 3, channels: 1)
    expect(
      "layer 0 (Dense) expected numbers, got an image of 3 × 3 × 1 numbers from input 0; Flatten makes "
        + "a vector of it"
    ) { _ = try Model(inputs: image, outputs: Dense(4)(image)) }
    let lines = Input.sequence(steps: 28, features: 28)
    expect(
      "layer 0 (Conv2D) expected an image, got 28 time steps of 28 numbers from input 0; Input.image "
        + "reads one, in a Sequential Input(height:width:channels:), and Reshape(height:width:channels:) "
        + "makes one of a vector"
    ) { _ = try Model(inputs: lines, outputs: Conv2D(4, kernelSize: 3)(lines)) }
  }
}
