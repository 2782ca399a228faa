import { Modal, type ModalProps } from "antd";

/** A dialog of the office pages: it closes by its keys only, and fades without moving. */
export function OfficeDialog(props: ModalProps) {
  return (
    <Modal
      open
      centered
      rootClassName="office-dialog"
      transitionName="ant-fade"
      mask={{ closable: false }}
      // Its lock is a style without a nonce, which the page's policy refuses; office.css has one.
      scrollLock={false}
      {...props}
    />
  );
}
