// Epochs and the callbacks around them.

extension GraphLoop {
  /// - Parameters:
  ///   - steps: of each epoch, where they are known.
  ///   - epochBatches: calls what it is given with every batch of an epoch.
  func run(
    epochs: Int, steps: Int?, callbacks given: [any Callback],
    epochBatches: (Int, (GraphWindow<Float>) throws -> Void) throws -> Void
  ) throws -> History {
    if epochs < 0 { throw ModelError("\(epochs) epochs; there are at least 0") }
    var callbacks = given
    let plan = TrainingPlan(
      epochs: epochs, steps: steps,
      figures: figureNames + (isValidated ? figureNames.map { "val_" + $0 } : []))
    for index in callbacks.indices { try callbacks[index].begin(model, plan) }
    takeOverLearningRate()
    let history: History
    do {
      history = try run(epochs: epochs, &callbacks, epochBatches: epochBatches)
    } catch {
      finish()
      var error = error
      for index in callbacks.indices { error = callbacks[index].fail(model, error) }
      throw error
    }
    finish()
    for index in callbacks.indices { try callbacks[index].end(model) }
    return history
  }

  /// Trains on a stream of batches, which every epoch reads from its beginning.
  ///
  /// - Parameter check: holds a batch against the model.
  func run(
    on batches: some Sequence<Batch>, epochs: Int, callbacks: [any Callback],
    check: (Batch) throws(ModelError) -> GraphData
  ) throws -> History {
    try run(epochs: epochs, steps: nil, callbacks: callbacks) { _, takeStep in
      for (number, batch) in batches.enumerated() {
        let data: GraphData
        do throws(ModelError) {
          data = try check(batch)
          if data.count == 0 { throw ModelError("there are no examples") }
        } catch { throw ModelError("batch \(number) of the stream: \(error.message)") }
        try takeStep(data.window(data.dealt(Array(0..<data.count))))
      }
    }
  }

  private func run(
    epochs: Int, _ callbacks: inout [any Callback],
    epochBatches: (Int, (GraphWindow<Float>) throws -> Void) throws -> Void
  ) throws -> History {
    var history = History()
    for epoch in 1...max(1, epochs) where epoch <= epochs {
      for index in callbacks.indices {
        try callbacks[index].beginEpoch(setup.epochs + 1, model)
      }
      takeOverLearningRate()
      var step = 0
      beginEpoch()
      try epochBatches(setup.epochs + 1) { window in
        step += 1
        let (loss, norm) = try takeStep(window)
        if callbacks.isEmpty { return }
        let summary = StepSummary(
          epoch: epoch, step: step, loss: loss, gradientNorm: norm,
          figures: zip(figureNames, figuresSoFar ?? []).map { .init(name: $0, value: $1) })
        for index in callbacks.indices { callbacks[index].stepEnded(summary) }
      }
      if step == 0 {
        throw ModelError(
          "epoch \(epoch) had no batch to train on"
            + (epoch == 1
              ? "" : "; each reads the stream from its beginning, which an iterator does once"))
      }
      guard let figures = trainingFigures() else {
        throw ModelError("epoch \(epoch) had nothing but padding to train on")
      }
      let validated = try validationFigures()
      setup.epochs += 1
      let summary = EpochSummary(
        epoch: setup.epochs, learningRate: setup.learningRate, names: figureNames,
        largerIsBetter: setup.largerIsBetter, training: figures, validation: validated)
      history.epochs.append(summary)
      // What callbacks save is what training would go on from.
      model.training = setup
      var goesOn = true
      for index in callbacks.indices {
        goesOn = try callbacks[index].endEpoch(summary, model) && goesOn
      }
      takeOverLearningRate()
      if !goesOn { break }
    }
    return history
  }

  /// Callbacks may have changed it.
  private func takeOverLearningRate() {
    if let rate = model.learningRate { setup.optimizer.learningRate = rate }
  }
}
