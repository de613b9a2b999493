/* Element Plus: a choice from a list. */
import "element-plus/es/components/base/style/css";
import "element-plus/es/components/select/style/css";
import "element-plus/es/components/option/style/css";
export { ElOption, ElSelect } from "element-plus/es/components/select/index";
