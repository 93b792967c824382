import Layers
import XCTest

/// Losses, activations and metrics that do not belong together.
final class LossMistakeTests: MistakeCase {
  private func compile(
    _ loss: Loss, _ metrics: [Metric] = [], @LayerBuilder _ layers: () -> [Layer]
  ) throws {
    try Sequential(layers: layers()).compile(loss: loss, metrics: metrics)
  }

  func testActivationsOfAnotherLoss() throws {
    expect(
      "layer 1 (Dense) with binaryCrossEntropy expected the activation sigmoid, or none for logits, "
        + "got softmax"
    ) {
      try compile(.binaryCrossEntropy) {
        LSTM(4)
        Dense(2, activation: .softmax)
      }
    }
    expect(
      "layer 1 (Dense) with categoricalCrossEntropy expected the activation softmax, or none for "
        + "logits, got sigmoid"
    ) {
      try compile(.categoricalCrossEntropy) {
        LSTM(4)
        Dense(3, activation: .sigmoid)
      }
    }
    // from_logits=True is what leaving the activation out says.
    try compile(.sparseCategoricalCrossEntropy) {
      LSTM(4)
      Dense(3)
    }
    expect(
      "layer 1 (Dense) with sparseCategoricalCrossEntropy expected an output for each of at least 2 "
        + "classes, got 1; for one output there is binaryCrossEntropy"
    ) {
      try compile(.sparseCategoricalCrossEntropy) {
        LSTM(4)
        Dense(1, activation: .softmax)
      }
    }
  }

  /// States lie between −1 and 1: the likeliest of three classes would never be likelier than 0.79.
  func testTheLastLayerForgotten() throws {
    expect(
      "layer 1 (LSTM) with sparseCategoricalCrossEntropy expected the activation softmax, or none for "
        + "logits, got tanh; put Dense(3, activation: .softmax) behind it"
    ) {
      try compile(.sparseCategoricalCrossEntropy) {
        Embedding(vocabularySize: 5, size: 3)
        LSTM(3)
      }
    }
    try compile(.sparseCategoricalCrossEntropy) {
      Embedding(vocabularySize: 5, size: 3)
      LSTM(3)
      Dense(3, activation: .softmax)
    }
    let x = Input.sequence(features: 2)
    let model = try Model(inputs: x, outputs: Bidirectional(GRU(1))(x))
    expect(
      "layer 0 (Bidirectional) with binaryCrossEntropy expected the activation sigmoid, or none for "
        + "logits, got tanh; put Dense(2, activation: .sigmoid) behind it"
    ) { try model.compile(loss: .binaryCrossEntropy) }
  }

  func testSoftmaxTwice() {
    expect(
      "layer 2 (Activation) makes a softmax of the softmax of layer 1 (Dense); leave one of them out"
    ) {
      try compile(.sparseCategoricalCrossEntropy) {
        LSTM(4)
        Dense(3, activation: .softmax)
        Activation(.softmax)
      }
    }
  }

  func testRatesThatAreNegative() {
    expect(
      "layer 1 (Dense) with poisson expected rates, which are positive, got tanh; take softplus or "
        + "exponential"
    ) {
      try compile(.poisson) {
        LSTM(4)
        Dense(1, activation: .tanh)
      }
    }
    expect(
      "layer 1 (Dense) with pinball expected an output for each of 2 quantiles, got 1"
    ) {
      try compile(.pinball(quantiles: [0.1, 0.9])) {
        LSTM(4)
        Dense(1)
      }
    }
    expect("pinball has the quantile 90.0; quantiles are above 0 and below 1") {
      try compile(.pinball(quantiles: [90])) {
        LSTM(4)
        Dense(1)
      }
    }
  }

  func testOutputsThatAreArrangedBehindTheLastLayer() throws {
    // Three steps of two quantiles, and two of three.
    try compile(.pinball(quantiles: [0.1, 0.9])) {
      LSTM(4)
      Dense(6)
      Reshape(3, 2)
    }
    expect(
      "layer 2 (Reshape) with pinball expected an output for each of 2 quantiles, got 3"
    ) {
      try compile(.pinball(quantiles: [0.1, 0.9])) {
        LSTM(4)
        Dense(6)
        Reshape(2, 3)
      }
    }
  }

  func testMetricsOfAnotherKind() throws {
    let regression: [(Metric, String)] = [
      (.accuracy, "accuracy"), (.f1, "f1"), (.recall(ofClass: 1), "recall_1"),
    ]
    for (metric, name) in regression {
      expect(
        "\(name) counts classes, which meanSquaredError does not predict; measure it by "
          + "meanAbsoluteError or rSquared"
      ) {
        try compile(.meanSquaredError, [metric]) {
          LSTM(4)
          Dense(1)
        }
      }
    }
    try compile(.meanSquaredError, [.meanAbsoluteError, .rSquared]) {
      LSTM(4)
      Dense(1)
    }
    let classes: [(Metric, String)] = [
      (
        .topK(5),
        "top_5_accuracy asks for the 5 likeliest of 3 classes; give it fewer, and at least 1"
      ),
      (.f1(ofClass: 7), "f1_7 is of class 7; there are classes from 0 to 2"),
      (
        .labelErrorRate,
        "labelErrorRate is for ctc, whose targets have other lengths, not "
          + "sparseCategoricalCrossEntropy"
      ),
    ]
    for (metric, sentence) in classes {
      expect(sentence) {
        try compile(.sparseCategoricalCrossEntropy, [metric]) {
          LSTM(4)
          Dense(3)
        }
      }
    }
    expect("there are two figures accuracy; give each metric once, and a name of its own") {
      try compile(.binaryCrossEntropy, [.accuracy, .accuracy]) {
        LSTM(4)
        Dense(1)
      }
    }
  }

  func testWeights() throws {
    func fit(_ weights: SampleWeights) throws {
      try classifier().fit(symbols, [0, 1, 2, 0], sampleWeights: weights)
    }
    expect("sampleWeights expected a weight for each of 3 classes, got 4") {
      try fit(.perClass([1, 2, 3, 4]))
    }
    expect("sampleWeights are finite and at least 0, got -2.0 in class 1") {
      try fit(.perClass([1, -2, 3]))
    }
    expect("sampleWeights are 0 for each class; nothing would be learnt") {
      try fit(.perClass([0, 0, 0]))
    }
    expect("sampleWeights expected a weight for each of 4 examples, got 2") {
      try fit(.perSample([1, 2]))
    }
    expect(
      "sampleWeights expected a weight for each example, as the output has no time steps; take "
        + "perSample"
    ) { try fit(.perStep([[1], [1], [1], [1]])) }
    try fit(.perSample([1, 1, 1, 1]))
    expect(
      "sampleWeights expected a value for each time step: example 0 has 3 time steps and 1 value"
    ) { try tagger().fit([[1, 2, 3]], [[0, 1, 2]], sampleWeights: .mask([[true]])) }
  }
}
