package io.github.onecurve.bridge.dl4j;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Batch normalisation whose gradient is that of inference: the statistics are constants.
 *
 * <p>DL4J 1.0.0-M2.1 always goes back through the statistics of the batch, even after a forward
 * pass that used the learnt ones, so its own input gradients of such nets are not those of their
 * outputs.
 */
final class StillBatchNormalization extends BatchNormalization {
  private static final long serialVersionUID = 1;

  private StillBatchNormalization() {}

  static StillBatchNormalization of(BatchNormalization layer) {
    StillBatchNormalization still = new StillBatchNormalization();
    still.setLayerName(layer.getLayerName());
    still.setNIn(layer.getNIn());
    still.setNOut(layer.getNOut());
    still.setDecay(layer.getDecay());
    still.setEps(layer.getEps());
    still.setMinibatch(layer.isMinibatch());
    still.setGamma(layer.getGamma());
    still.setBeta(layer.getBeta());
    still.setLockGammaBeta(layer.isLockGammaBeta());
    still.setCudnnAllowFallback(layer.isCudnnAllowFallback());
    still.setUseLogStd(layer.isUseLogStd());
    still.setCnn2DFormat(layer.getCnn2DFormat());
    return still;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    Still layer = new Still(conf, type);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }

  /** The layer itself. */
  private static final class Still
      extends org.deeplearning4j.nn.layers.normalization.BatchNormalization {
    private static final long serialVersionUID = 1;

    Still(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      if (epsilon.rank() != 2 && epsilon.rank() != 4) {
        throw new IllegalStateException(
            "expected batch normalisation of rows or images, found gradients of rank "
                + epsilon.rank());
      }
      long[] shape = new long[epsilon.rank()];
      Arrays.fill(shape, 1);
      boolean last = epsilon.rank() == 2 || layerConf().getCnn2DFormat() == CNN2DFormat.NHWC;
      INDArray scale = scale();
      shape[last ? shape.length - 1 : 1] = scale.length();
      INDArray next = epsilon.mul(scale.reshape(shape));
      Gradient none = new DefaultGradient();
      for (Map.Entry<String, INDArray> view : gradientViews.entrySet()) {
        none.setGradientFor(view.getKey(), view.getValue().assign(0));
      }
      return new Pair<>(none, workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, next));
    }

    private INDArray scale() {
      INDArray variance =
          layerConf().isUseLogStd()
              ? Transforms.exp(
                  getParam(BatchNormalizationParamInitializer.GLOBAL_LOG_STD).mul(2 * Math.log(10)))
              : getParam(BatchNormalizationParamInitializer.GLOBAL_VAR);
      INDArray deviation = Transforms.sqrt(variance.add(layerConf().getEps()));
      return layerConf().isLockGammaBeta()
          ? deviation.rdiv(LockedScale.of(layerConf()).scale())
          : getParam(BatchNormalizationParamInitializer.GAMMA).div(deviation);
    }
  }
}
